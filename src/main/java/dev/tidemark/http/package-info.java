/** HTTP requests to APIs, and their logins. */
@NullMarked
package dev.tidemark.http;

import org.jspecify.annotations.NullMarked;
