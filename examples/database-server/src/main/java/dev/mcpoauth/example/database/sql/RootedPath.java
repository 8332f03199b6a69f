package dev.mcpoauth.example.database.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * Files of the engine below a directory that it never learns: it sees {@code data:/0/bookshop} wherever it would know,
 * and tell through {@code DATABASE_PATH()} or an error, where on this machine the data is.
 */
public final class RootedPath extends FilePathWrapper {

    // The engine makes its path objects itself and finds them by scheme, so what they share can only be static.
    private static final List<String> ROOTS = new CopyOnWriteArrayList<>();

    /** The name under which the engine may use this directory. */
    static synchronized String of(Path directory) throws IOException {
        FilePath.register(new RootedPath());
        String root = directory.toRealPath().toString();
        if (!ROOTS.contains(root)) ROOTS.add(root);
        return "data:/" + ROOTS.indexOf(root);
    }

    @Override
    public String getScheme() {
        return "data";
    }

    @Override
    protected FilePath unwrap(String path) {
        String[] parts = path.substring("data:/".length()).split("/", 2);
        String root = ROOTS.get(Integer.parseInt(parts[0]));
        return FilePath.get(parts.length == 1 ? root : root + "/" + parts[1]);
    }

    @Override
    public FilePathWrapper wrap(FilePath base) {
        String name = base.toString();
        for (int i = 0; i < ROOTS.size(); i++) {
            String root = ROOTS.get(i);
            if (name.startsWith(root))
                return getPath("data:/" + i + name.substring(root.length()).replace('\\', '/'));
        }
        throw new IllegalArgumentException("A file outside the data directories");
    }

    /** Never in the directory of the system, where others could see what a query sorts. */
    @Override
    public FilePath createTempFile(String suffix, boolean inTempDir) throws IOException {
        return super.createTempFile(suffix, false);
    }
}
