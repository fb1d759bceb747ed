package dev.tidemark.playground;

import java.util.Map;
import java.util.function.Predicate;

/** The header {@code Authorization} that endpoints require: a scheme, and the accepted credentials. */
record Login(String scheme, Predicate<String> accepted) {

    /** The endpoint, for requests with the right credentials only. */
    Endpoint guard(Endpoint endpoint) {
        return call -> {
            String authorization = call.header("Authorization");
            String prefix = scheme + " ";
            if (authorization == null
                    || !authorization.regionMatches(true, 0, prefix, 0, prefix.length())
                    || !accepted.test(authorization.substring(prefix.length()))) {
                throw refusal("wrong or missing credentials: send 'Authorization: " + prefix + "...'");
            }
            return endpoint.respond(call);
        };
    }

    Refusal refusal(String message) {
        return new Refusal(401, message, Map.of("WWW-Authenticate", scheme + " realm=\"playground\""));
    }
}
