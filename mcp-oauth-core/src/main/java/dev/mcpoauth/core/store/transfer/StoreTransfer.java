package dev.mcpoauth.core.store.transfer;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.StoreException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.Optional;

/**
 * Moves clients, grants, codes and tokens between stores as JSON lines: a first line that names the format, one line per row,
 * and a last line with their number, so that a file that was cut short is noticed. Hashes and sealed bytes only; still, keep
 * the file as you keep a backup of the store.
 *
 * <p>Nobody may write to the store that is exported meanwhile: stop the authorization servers first. Importing adds what is not
 * there and changes nothing that is, so that it can be run again after it failed. Memory is bounded by one page of rows.
 */
public final class StoreTransfer {
    private static final int PAGE = 200;
    private static final int MAX_LINE = 1 << 20;
    private static final String FORMAT = "mcp-oauth-store";
    private static final long VERSION = 1;

    private StoreTransfer() {}

    /**
     * Writes everything that lasts.
     *
     * @param out UTF-8 is the caller's to choose; it is flushed, not closed
     * @return how many rows were written
     * @throws StoreException if the store fails
     */
    public static TransferCount exportFrom(TransferableStore store, Writer out) throws IOException {
        var lines = new BufferedWriter(out);
        line(lines, header());
        var count = new TransferCount.Counter();
        for (RowKind kind : RowKind.values()) {
            Optional<Cursor> from = Optional.of(Cursor.START);
            while (from.isPresent()) {
                Page<StoredRow> page = store.rows(kind, from.get(), PAGE);
                for (StoredRow row : page.items()) {
                    line(lines, row.toJson());
                    count.add(kind);
                }
                from = page.next();
            }
        }
        TransferCount total = count.total();
        line(lines, JsonObject.builder().put("end", total.total()).build());
        lines.flush();
        return total;
    }

    private static JsonObject header() {
        return JsonObject.builder()
                .put("format", FORMAT)
                .put("version", VERSION)
                .build();
    }

    private static void line(BufferedWriter lines, JsonObject json) throws IOException {
        String text = json.toJson();
        if (text.length() > MAX_LINE) {
            throw new IOException("a row of more than " + MAX_LINE + " characters can not be moved");
        }
        lines.write(text);
        lines.write('\n');
    }

    /**
     * Reads what {@link #exportFrom} wrote and adds it to a store.
     *
     * @return how many rows were added; the others were there
     * @throws IOException if the text is not such an export, was cut short, or has a line that can not be read: says which. What
     *     came before it has been added
     * @throws StoreException if the store fails; what came before has been added
     */
    public static TransferCount importInto(TransferableStore store, Reader in) throws IOException {
        var lines = new Lines(new BufferedReader(in), MAX_LINE);
        requireFormat(lines);
        var added = new TransferCount.Counter();
        long rows = 0;
        JsonObject json = lines.next();
        while (!json.has("end")) {
            StoredRow row = lines.reading(json, StoredRow::parse);
            if (store.restore(row)) {
                added.add(row.kind());
            }
            rows++;
            json = lines.next();
        }
        if (json.integer("end").orElse(-1L) != rows) {
            throw lines.failure("the number of rows is not that of the last line", null);
        }
        return added.total();
    }

    private static void requireFormat(Lines lines) throws IOException {
        JsonObject first = lines.next();
        if (!first.string("format").filter(FORMAT::equals).isPresent()) {
            throw lines.failure("this is no export of a store", null);
        }
        if (first.integer("version").orElse(0L) != VERSION) {
            throw lines.failure("the export has another version than " + VERSION, null);
        }
    }
}
