package dev.tidemark.strategy.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.strategy.TimestampStrategy;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TimestampTextProperties {

    private static final ZoneId HOME = ZoneOffset.ofHoursMinutes(5, 45);

    /** A way to write timestamps. */
    record Form(char dash, char separator, boolean colons, char point, int digits, String zone) {

        Form withDigits(int wanted) {
            return new Form(dash, separator, colons, digits == 0 ? '.' : point, wanted, zone);
        }

        String write(LocalDateTime local) {
            String nanos = String.format(Locale.ROOT, "%09d", local.getNano());
            String fraction = digits == 0 ? "" : point + nanos.substring(0, digits);
            String colon = colons ? ":" : "";
            return String.format(
                            Locale.ROOT,
                            "%04d#%02d#%02d%c%02d%s%02d%s%02d%s%s",
                            local.getYear(),
                            local.getMonthValue(),
                            local.getDayOfMonth(),
                            separator,
                            local.getHour(),
                            colon,
                            local.getMinute(),
                            colon,
                            local.getSecond(),
                            fraction,
                            zone)
                    .replace("#", dash == '#' ? "" : String.valueOf(dash));
        }

        ZoneOffset offset() {
            String offset = zone.strip();
            return offset.isEmpty()
                    ? (ZoneOffset) HOME
                    : ZoneOffset.of(offset.matches("(?i)z|utc|gmt|z\\[utc]|\\+0000 utc|-0000") ? "Z" : offset);
        }
    }

    @Provide
    Arbitrary<Form> forms() {
        return Combinators.combine(
                        Arbitraries.of('-', '-', '/', '#'),
                        Arbitraries.of('T', ' ', 't'),
                        Arbitraries.of(true, true, false),
                        Arbitraries.of('.', '.', ','),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.of(
                                "Z",
                                "z",
                                "",
                                "+00:00",
                                "+02:00",
                                "-0530",
                                "+14",
                                "-12:00",
                                " UTC",
                                " GMT",
                                "utc",
                                "Z[UTC]",
                                " +0000",
                                " +02:00",
                                " -0930",
                                " +0000 UTC",
                                "-0000"))
                .as(Form::new);
    }

    /** Ways that cannot tell less than a second. */
    @Provide
    Arbitrary<DateTimeFormatter> formsOfSeconds() {
        return Arbitraries.of(
                        "EEE, dd MMM uuuu HH:mm:ss 'GMT'",
                        "EEE, dd MMM uuuu HH:mm:ss '+0000'",
                        "dd MMM uuuu HH:mm:ss 'UTC'",
                        "EEE, dd MMM uuuu HH:mm:ss 'Z'",
                        "uuuuMMddHHmmss'Z'",
                        "uuuuMMddHHmmss'+00:00'")
                .map(pattern -> DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.of(
                "dd/MM/yyyy HH:mm:ss",
                "MM-dd-yyyy HH.mm",
                "d. MMMM yyyy H:mm:ss.SSS",
                "yyyyMMdd-HHmmssSSSSSS",
                "dd.MM.yyyy",
                "EEEE, MMM d, yyyy hh:mm:ss a",
                "dd/MM/yyyy HH:mm:ss.SSSSSSSSS");
    }

    @Provide
    Arbitrary<LocalDateTime> times() {
        return Arbitraries.longs()
                .between(
                        LocalDateTime.of(1, 1, 3, 0, 0).toEpochSecond(ZoneOffset.UTC),
                        LocalDateTime.of(9999, 12, 29, 0, 0).toEpochSecond(ZoneOffset.UTC))
                .flatMap(second -> Arbitraries.integers()
                        .between(0, 999_999_999)
                        .map(nano -> LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC)));
    }

    @Property(tries = 2000)
    void whatIsWrittenLikeASampleHasItsFormAndIsReadAsTheInstantThatWasMeant(
            @ForAll("forms") Form form,
            @ForAll("times") LocalDateTime sample,
            @ForAll("times") LocalDateTime other,
            @ForAll @IntRange(max = 9) int finest) {
        Form expected = form.withDigits(Math.max(form.digits(), finest));
        LocalDateTime local = truncated(other, expected.digits());
        Instant instant = local.toInstant(form.offset());

        String written = TimestampText.writeLike(form.write(sample), instant, Tick.ofScale(finest), HOME);

        assertThat(written).isEqualTo(expected.write(local));
        TimestampText read = TimestampText.read(written, HOME);
        assertThat(read.instant()).isEqualTo(instant);
        assertThat(read.local()).isEqualTo(local);
        assertThat(read.hasZone()).isEqualTo(!form.zone().isEmpty());
        assertThat(read.step()).isEqualTo(Tick.ofScale(expected.digits()));
    }

    @Property(tries = 1000)
    void aFormWithoutAFractionRoundsDownAndIsReadAsWhatItSays(
            @ForAll("formsOfSeconds") DateTimeFormatter form,
            @ForAll("times") LocalDateTime sample,
            @ForAll("times") LocalDateTime other,
            @ForAll @IntRange(max = 9) int finest) {
        String written = TimestampText.writeLike(
                form.format(sample), other.toInstant(ZoneOffset.UTC), Tick.ofScale(finest), HOME);

        assertThat(written).isEqualTo(form.format(other));
        TimestampText read = TimestampText.read(written, HOME);
        assertThat(read.instant()).isEqualTo(truncated(other, 0).toInstant(ZoneOffset.UTC));
        assertThat(read.hasZone()).isTrue();
        assertThat(read.step()).isEqualTo(Tick.SECOND);
    }

    @Property(tries = 1000)
    void theBoundIsWrittenByThePatternThatReadTheCursorAndIsWorthWhatItSays(
            @ForAll("patterns") String pattern,
            @ForAll("times") LocalDateTime time,
            @ForAll @IntRange(max = 9) int finest) {
        TimestampStrategy strategy = new TimestampStrategy();
        strategy.setCursorReadFormat("dd_MM_yyyy|" + pattern);
        strategy.setCursorZone(HOME.getId());
        CursorSettings settings = strategy.settings();
        DateTimeFormatter form = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        Cursor cursor = settings.reader().read(form.format(time));

        Bound bound = settings.from(cursor, Tick.ofScale(finest));

        LocalDateTime below = LocalDateTime.ofInstant(
                cursor.instant().minusNanos(Tick.ofScale(finest).nanos()), HOME);
        assertThat(bound.text()).isEqualTo(form.format(below));
        assertThat(bound.value())
                .isEqualTo(settings.reader().read(bound.text()))
                .isLessThan(cursor);
    }

    @Property(tries = 2000)
    void theBoundOfARequestIsWorthExactlyWhatItsTextSays(
            @ForAll("forms") Form form,
            @ForAll("times") LocalDateTime time,
            @ForAll @IntRange(max = 9) int finest,
            @ForAll boolean inclusive) {
        TimestampStrategy strategy = new TimestampStrategy();
        strategy.setBoundary(inclusive ? "inclusive" : "exclusive");
        strategy.setCursorZone(HOME.getId());
        CursorSettings settings = strategy.settings();
        Cursor cursor = settings.reader().read(form.write(time));

        Bound bound = settings.from(cursor, Tick.ofScale(Math.max(finest, form.digits())));

        assertThat(bound.value()).isEqualTo(settings.reader().read(bound.text()));
        assertThat(Integer.signum(bound.value().compareTo(cursor))).isEqualTo(inclusive ? 0 : -1);
    }

    private static LocalDateTime truncated(LocalDateTime time, int digits) {
        int unit = (int) Math.pow(10, 9 - digits);
        return time.withNano(time.get(ChronoField.NANO_OF_SECOND) / unit * unit);
    }
}
