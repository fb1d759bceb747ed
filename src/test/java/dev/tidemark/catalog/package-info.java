/** What the YAML files must be so that Camel, Camel K and Kaoto take them. */
@NullMarked
package dev.tidemark.catalog;

import org.jspecify.annotations.NullMarked;
