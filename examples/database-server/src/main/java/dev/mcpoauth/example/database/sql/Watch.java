package dev.mcpoauth.example.database.sql;

/** Whoever waits for a statement. Both methods are called on the waiting thread. */
public interface Watch {

    /** Waits to the end, and wants to know nothing meanwhile. */
    Watch PATIENT = new Watch() {
        @Override
        public boolean gaveUp() {
            return false;
        }

        @Override
        public void running(Progress progress) {}
    };

    /** Whether the answer is no longer wanted. Asked several times a second. */
    boolean gaveUp();

    /** The statement is still running. Called about twice a second. */
    void running(Progress progress);
}
