package dev.tidemark.playground;

import java.util.Set;

/** Where an endpoint is found, and the parameters it knows. */
record Route(String method, String path, Set<String> parameters, Endpoint endpoint) {

    static Route get(String path, Endpoint endpoint, String... parameters) {
        return new Route("GET", path, Set.of(parameters), endpoint);
    }

    static Route post(String path, Endpoint endpoint, String... parameters) {
        return new Route("POST", path, Set.of(parameters), endpoint);
    }
}
