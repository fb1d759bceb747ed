package dev.tidemark.sync;

import dev.tidemark.state.SyncResult;
import java.util.Set;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * The API's report that it has no such parent: 404 or 410 for the first page of a partition.
 *
 * @param skips whether such partitions are passed over; otherwise they fail
 */
record MissingParent(boolean skips) {

    private static final Set<Integer> STATUSES = Set.of(404, 410);

    boolean isReported(SyncResult result, @Nullable Throwable cause) {
        HttpOperationFailedException refusal = ObjectHelper.getException(HttpOperationFailedException.class, cause);
        return skips
                && result.status() == SyncResult.Status.FAILED
                && result.counts().pages() == 0
                && refusal != null
                && STATUSES.contains(refusal.getStatusCode());
    }
}
