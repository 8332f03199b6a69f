package dev.mcpoauth.example.database.mcp;

import dev.mcpoauth.example.database.sql.Progress;
import dev.mcpoauth.example.database.sql.Watch;
import dev.mcpoauth.transport.server.CallContext;

/** The client of a call, waiting for a statement. Progress is counted in seconds, because only they grow steadily. */
record ToolWatch(CallContext call) implements Watch {

    @Override
    public boolean gaveUp() {
        return call.cancelled();
    }

    @Override
    public void running(Progress progress) {
        double seconds = progress.elapsed().toMillis() / 1000.0;
        double limit = progress.limit().toMillis() / 1000.0;
        call.progress(Math.min(seconds, limit), limit, progress.rows() + " rows so far");
    }
}
