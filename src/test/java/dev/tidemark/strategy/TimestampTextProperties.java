package dev.tidemark.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
    record Form(char separator, int digits, String zone) {

        String write(LocalDateTime local) {
            String nanos = String.format(Locale.ROOT, "%09d", local.getNano());
            String fraction = digits == 0 ? "" : "." + nanos.substring(0, digits);
            return String.format(
                    Locale.ROOT,
                    "%04d-%02d-%02d%c%02d:%02d:%02d%s%s",
                    local.getYear(),
                    local.getMonthValue(),
                    local.getDayOfMonth(),
                    separator,
                    local.getHour(),
                    local.getMinute(),
                    local.getSecond(),
                    fraction,
                    zone);
        }

        ZoneOffset offset() {
            return zone.isEmpty() ? (ZoneOffset) HOME : ZoneOffset.of(zone.equals("z") ? "Z" : zone);
        }
    }

    @Provide
    Arbitrary<Form> forms() {
        return Combinators.combine(
                        Arbitraries.of('T', ' ', 't'),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.of("Z", "z", "", "+00:00", "+02:00", "-0530", "+14", "-12:00"))
                .as(Form::new);
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
        Form expected = new Form(form.separator(), Math.max(form.digits(), finest), form.zone());
        LocalDateTime local = truncated(other, expected.digits());
        Instant instant = local.toInstant(form.offset());

        String written = TimestampText.writeLike(form.write(sample), instant, Step.ofScale(finest), HOME);

        assertThat(written).isEqualTo(expected.write(local));
        TimestampText read = TimestampText.read(written, HOME);
        assertThat(read.instant()).isEqualTo(instant);
        assertThat(read.local()).isEqualTo(local);
        assertThat(read.hasZone()).isEqualTo(!form.zone().isEmpty());
        assertThat(read.step()).isEqualTo(Step.ofScale(expected.digits()));
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
        Cursor cursor = settings.read(form.write(time));

        Bound bound = settings.from(cursor, Step.ofScale(Math.max(finest, form.digits())));

        assertThat(bound.value()).isEqualTo(settings.read(bound.text()));
        assertThat(Integer.signum(bound.value().compareTo(cursor))).isEqualTo(inclusive ? 0 : -1);
    }

    private static LocalDateTime truncated(LocalDateTime time, int digits) {
        int unit = (int) Math.pow(10, 9 - digits);
        return time.withNano(time.get(ChronoField.NANO_OF_SECOND) / unit * unit);
    }
}
