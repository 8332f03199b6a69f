package dev.mcpoauth.transport.stdio;

import java.io.IOException;

/** The other side writes a line beyond the limit, so far without end. Whether to skip it or to give up is the reader's choice. */
public final class LineTooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    LineTooLongException(int maxLineBytes) {
        super("a message must not be longer than " + maxLineBytes + " bytes");
    }
}
