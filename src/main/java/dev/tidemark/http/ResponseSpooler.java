package dev.tidemark.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;

/**
 * Fetches the body of a response completely, decompressed, before it is read: a connection that fails in the middle is
 * retried like one that fails at the start.
 */
final class ResponseSpooler {

    /** How much of an error's body is kept. */
    private static final int OF_ERROR = 16 * 1024;

    private static final int BUFFER = 64 * 1024;

    private ResponseSpooler() {}

    /**
     * Fetches the body. A body that is not read to the end is not closed either: closing would read the rest, possibly
     * without end.
     *
     * @return whether it was read completely, so that the connection can be reused
     * @throws ClientException when it is larger than the limit
     */
    static boolean fetch(ClassicHttpResponse response, long most) throws IOException {
        HttpEntity entity = response.getEntity();
        InputStream in = entity == null ? null : entity.getContent();
        if (in == null) {
            return true;
        }
        ContentType type = ContentType.parseLenient(entity.getContentType());
        if (response.getCode() >= 300) {
            byte[] beginning = in.readNBytes(OF_ERROR);
            boolean whole = beginning.length < OF_ERROR;
            response.setEntity(new ByteArrayEntity(beginning, type));
            return whole;
        }
        Spool spool = Spool.of(out -> {
            copy(in, out, most);
            in.close();
        });
        response.setEntity(new InputStreamEntity(spool, type));
        return true;
    }

    private static void copy(InputStream in, OutputStream out, long most) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long total = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            total += read;
            if (total > most) {
                throw new ClientException(
                        "the response is larger than maxResponseBytes (" + most
                                + " bytes, decompressed); request smaller pages, or increase the limit",
                        null);
            }
            out.write(buffer, 0, read);
        }
    }
}
