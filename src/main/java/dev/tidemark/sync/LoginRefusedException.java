package dev.tidemark.sync;

import java.io.IOException;

/** The API or its login server does not accept the credentials: no further request of the sync can succeed. */
public final class LoginRefusedException extends IOException {

    public LoginRefusedException(String message) {
        super(message);
    }
}
