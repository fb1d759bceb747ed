package dev.tidemark.playground;

import java.util.Set;

/** The method and path of an endpoint, and its parameters. */
record Route(String method, String path, Set<String> parameters, Endpoint endpoint) {

    static Route get(String path, Endpoint endpoint, String... parameters) {
        return new Route("GET", path, Set.of(parameters), endpoint);
    }

    static Route post(String path, Endpoint endpoint, String... parameters) {
        return new Route("POST", path, Set.of(parameters), endpoint);
    }
}
