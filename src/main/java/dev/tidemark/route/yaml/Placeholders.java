package dev.tidemark.route.yaml;

import dev.tidemark.text.SafeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/** Replaces {@code {{x}}} as Camel does, but reports all missing values instead of failing at the first. */
public final class Placeholders {
    /**
     * @param text the text with all placeholders replaced; null when a value is missing, or the whole text is an optional
     *     placeholder without a value
     * @param faults the missing or malformed placeholders
     */
    public record Resolved(@Nullable String text, List<String> faults) {
        /** Whether the text is an optional placeholder without a value, which counts as absent. */
        public boolean isAbsent() {
            return text == null && faults.isEmpty();
        }
    }

    /** Shorter values may occur in a message by chance. */
    private static final int SHORTEST_MASKED = 4;

    private static final List<String> FUNCTIONS = List.of("env", "sys");

    /** Functions in lower case, and with two letters swapped: Camel would use what follows as the value. */
    private static final Map<String, String> SWAPPED =
            Map.of("env", "env", "evn", "env", "nev", "env", "sys", "sys", "ssy", "sys", "yss", "sys");

    private static final Pattern CALL = Pattern.compile("(\\w{2,5}):(.*)", Pattern.DOTALL);

    /** Placeholders as written in shells and other programs. */
    private static final Pattern OTHER = Pattern.compile("\\$\\{[\\w.:-]+}|(?<!\\{)\\{(env|sys):[\\w.]+}");

    private final Function<String, @Nullable String> properties;

    /**
     * @param properties the value of a property, or null; system properties and the environment are read after it. It also
     *     resolves calls of {@link PlaceholderFunctions}, and throws an {@link IllegalArgumentException} when a call has no
     *     value
     */
    public Placeholders(Function<String, @Nullable String> properties) {
        this.properties = properties;
    }

    public static boolean isIn(String text) {
        return text.contains("{{");
    }

    /**
     * Masks the values in a message about keys, where they come from placeholders and may be secret.
     *
     * @param written the values by their keys, as in the file
     * @param resolved the values by their keys, with placeholders replaced
     */
    public static String masked(String message, Map<String, String> written, Map<String, String> resolved) {
        Map<String, String> hidden = new TreeMap<>();
        resolved.forEach((key, value) -> {
            if (message.contains(key) && !key.contains(value) && !value.isBlank() && !value.equals(written.get(key))) {
                hidden.put(value, String.valueOf(written.get(key)));
            }
        });
        return masked(message, hidden);
    }

    /** A message in which each value is replaced by the text in the file. */
    public static String masked(String message, Map<String, String> hidden) {
        String masked = message;
        // The longest first: one value may be part of another.
        List<String> values = new ArrayList<>(hidden.keySet());
        values.sort(Comparator.comparingInt(String::length).reversed());
        for (String value : values) {
            String written = String.valueOf(hidden.get(value));
            masked = masked.replace(
                    "`" + value + "`", SafeText.quoted(written) + " (its value is not shown, since it may be secret)");
            masked = value.length() < SHORTEST_MASKED ? masked : masked.replace(value, written);
        }
        return masked;
    }

    /** A problem with text that looks like a placeholder but would be used literally; null when there is none. */
    public static @Nullable String likeOne(String text) {
        return OTHER.matcher(text).find()
                ? "has a name in `${...}` or in single braces, which would be used literally; write `{{env:NAME}}`"
                : null;
    }

    /** Replaces all placeholders of a text. */
    public Resolved resolve(String text) {
        List<String> faults = new ArrayList<>();
        String resolved = resolve(text, new HashSet<>(), faults);
        return new Resolved(faults.isEmpty() ? resolved : null, faults);
    }

    /**
     * Replaces all placeholders of a text that may be JSON, where a value is part of a JSON string, whatever it contains.
     */
    public Resolved resolveJson(String text) {
        List<String> faults = new ArrayList<>();
        String json = JsonText.withTexts(text.strip(), each -> isIn(each) ? resolve(each, faults) : each);
        if (json == null) {
            return resolve(text);
        }
        return new Resolved(faults.isEmpty() ? json : null, faults);
    }

    private String resolve(String text, List<String> faults) {
        String resolved = resolve(text, new HashSet<>(), faults);
        return resolved == null ? "" : resolved;
    }

    private @Nullable String resolve(String text, Set<String> within, List<String> faults) {
        String rest = text;
        for (int end = rest.indexOf("}}"); end >= 0; end = rest.indexOf("}}")) {
            int start = rest.lastIndexOf("{{", end);
            if (start < 0) {
                faults.add("has a `}}` without `{{`; write literal closing braces as `} }`");
                return null;
            }
            String key = rest.substring(start + 2, end);
            String call = key.startsWith("?") ? key.substring(1) : key;
            boolean isCall = PlaceholderFunctions.isCall(call);
            String misspelling = isCall ? null : misspelling(call);
            if (misspelling != null) {
                faults.add(misspelling);
                return null;
            }
            String value;
            try {
                value = within.contains(key) ? null : isCall ? properties.apply(call) : value(call);
            } catch (IllegalArgumentException e) {
                faults.add(String.valueOf(e.getMessage()));
                return null;
            }
            if (value != null) {
                Set<String> deeper = new HashSet<>(within);
                deeper.add(key);
                value = resolve(value, deeper, faults);
            } else if (!key.startsWith("?")) {
                faults.add(within.contains(key) ? circular(key) : missing(key));
            } else if (start == 0 && end + 2 == rest.length()) {
                return null;
            }
            rest = rest.substring(0, start) + (value == null ? "" : value) + rest.substring(end + 2);
        }
        if (rest.contains("{{")) {
            faults.add("has a `{{` without `}}`; a placeholder is written `{{name}}`");
        }
        return rest;
    }

    private @Nullable String value(String key) {
        String kind = key.startsWith("env:") ? "env" : key.startsWith("sys:") ? "sys" : "";
        String name = kind.isEmpty() ? key : key.substring(4);
        int colon = name.indexOf(':');
        String byDefault = colon < 0 ? null : name.substring(colon + 1);
        String value = lookUp(kind, colon < 0 ? name : name.substring(0, colon));
        return value == null ? byDefault : value;
    }

    /**
     * A problem with a misspelt function: Camel reads it as the name of a property, and its argument as that property's
     * default.
     */
    private @Nullable String misspelling(String placeholder) {
        String library = PlaceholderFunctions.missingLibrary(placeholder);
        if (library != null && lookUp("", PlaceholderFunctions.name(placeholder)) == null) {
            return "`{{" + PlaceholderFunctions.name(placeholder) + ":...}}` needs " + library
                    + ": add its jar, and those that it needs, to lib.d";
        }
        Matcher call = CALL.matcher(placeholder);
        if (!call.matches()) {
            return null;
        }
        String typed = call.group(1);
        for (String known : FUNCTIONS) {
            boolean isName =
                    call.group(2).matches(known.equals("env") ? "[A-Z][A-Z0-9_]+(:.*)?" : "\\w+(\\.\\w+)+(:.*)?");
            boolean isLike = known.equals(SWAPPED.get(typed.toLowerCase(Locale.ROOT)))
                    || (isName && Suggestion.closest(typed, Set.of(known)).isPresent());
            if (!typed.equals(known) && isLike && lookUp("", typed) == null) {
                return "unknown placeholder `{{" + typed + ":...}}`; did you mean `{{" + known + ":...}}`?";
            }
        }
        return null;
    }

    private @Nullable String lookUp(String kind, String name) {
        if (name.isEmpty()) {
            return null;
        }
        return switch (kind) {
            case "env" -> IOHelper.lookupEnvironmentVariable(name);
            case "sys" -> System.getProperty(name);
            default -> {
                String value = properties.apply(name);
                value = value == null ? System.getProperty(name) : value;
                yield value == null ? IOHelper.lookupEnvironmentVariable(name) : value;
            }
        };
    }

    private static String circular(String key) {
        return "the property " + SafeText.quoted(key) + " refers to itself; set it to a plain value";
    }

    private static String missing(String key) {
        String name = SafeText.escaped(key);
        if (key.startsWith("env:")) {
            return "the environment variable `" + name.substring(4) + "` is not set; set it, or add a default:" + " `{{"
                    + name + ":...}}`";
        }
        if (key.startsWith("sys:")) {
            return "the system property `" + name.substring(4) + "` is not set; set it, or add a default: `{{" + name
                    + ":...}}`";
        }
        return "the property `" + name + "` is not set; set it in the configuration or with `-p " + name
                + "=...`, or add a default: `{{" + name + ":...}}`";
    }
}
