package dev.mcpoauth.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The Java in a document, and whether it compiles. */
record DocumentedCode(Path document) {
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    /** A document of this project. */
    static DocumentedCode of(String name) {
        return new DocumentedCode(Path.of("..", "docs", name));
    }

    /** Its blocks; those under the name of a file are parts of that file, tested where it is. */
    List<String> blocks() throws IOException {
        return JAVA.matcher(Files.readString(document))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** Compiles all blocks, from the first to the last in one method, behind this text that opens class and method. */
    void compilesWithin(String before, Path scratch) throws IOException {
        List<String> blocks = blocks();
        assertThat(blocks).as("Java in %s", document).hasSizeGreaterThan(1);
        compiles("Snippets", before + String.join("\n", blocks) + "    }\n}\n", scratch);
    }

    /** Compiles the text of a class. */
    static void compiles(String className, String code, Path scratch) throws IOException {
        Path source = Files.writeString(scratch.resolve(className + ".java"), code);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-d", scratch.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
            boolean compiled = compiler.getTask(
                            complaints, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as("%s%n%s", code, complaints).isTrue();
        }
    }
}
