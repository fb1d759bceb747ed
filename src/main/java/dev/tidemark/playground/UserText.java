package dev.tidemark.playground;

import java.util.Arrays;
import java.util.Comparator;
import java.util.UUID;

/**
 * The texts of a user. They are generated on demand from the seed, the user's slot and its revision, so that a million
 * users need no memory.
 */
final class UserText {

    private final long idSeed;
    private final long wordSeed;

    UserText(long seed) {
        this.idSeed = seed + 1;
        this.wordSeed = seed + 2;
    }

    String id(int slot) {
        // The version and variant bits of a random UUID.
        long high = (highBits(slot) & ~0xF000L) | 0x4000L;
        long low = (BitMixer.mix(idSeed, ~slot) & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low).toString();
    }

    String name(int slot) {
        return first(slot) + " " + last(slot);
    }

    String email(int slot) {
        return "user" + (slot + 1) + "@example.com";
    }

    String address(int slot) {
        int bits = (int) bits(slot) >>> 1;
        return (1 + bits % 999) + " " + Words.street(bits) + "\n" + Words.city(bits >> 4) + " "
                + (10_000 + bits % 89_999);
    }

    String company(int slot) {
        long bits = bits(slot) >>> 24;
        return Words.lastName(bits) + " " + Words.companyKind(bits >>> 8);
    }

    /** The job of a revision; the next revision has another. */
    String job(int slot, int revision) {
        return Words.job((bits(slot) >>> 40) + revision);
    }

    /** Sorts slots by their ids as text. */
    int[] sortedById(int[] slots) {
        return Arrays.stream(slots)
                .boxed()
                .sorted(byId())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    Comparator<Integer> byId() {
        return (a, b) -> {
            int order = Long.compareUnsigned(highBits(a), highBits(b));
            return order != 0 ? order : id(a).compareTo(id(b));
        };
    }

    private String first(int slot) {
        return Words.firstName(bits(slot) >>> 48);
    }

    private String last(int slot) {
        return Words.lastName(bits(slot) >>> 56);
    }

    private long highBits(int slot) {
        return BitMixer.mix(idSeed, slot);
    }

    private long bits(int slot) {
        return BitMixer.mix(wordSeed, slot);
    }
}
