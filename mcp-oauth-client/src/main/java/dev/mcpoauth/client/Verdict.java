package dev.mcpoauth.client;

/** What to do after a refusal. */
public enum Verdict {
    /** Ask for the header fields again and repeat the request. */
    RETRY,
    /** Hand the refusal to whoever sent the request: it is not about authorization that this client could mend. */
    GIVE_UP
}
