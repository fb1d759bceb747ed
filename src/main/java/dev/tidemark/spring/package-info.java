/** Tidemark in an application on Spring Boot. */
@NullMarked
package dev.tidemark.spring;

import org.jspecify.annotations.NullMarked;
