package dev.mcpoauth.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Every row of rows.txt has a test that carries its id, and every id that a test carries is a row. */
class RowsTest {

    private static final Pattern ID = Pattern.compile("\\b(X|E[123]-[SC]|IO-[SC]|ERA-[SC]|PAIR-)[0-9]+\\b");

    @Test
    void everyRowHasATest() throws Exception {
        assertThat(idsOfTests()).containsAll(rows());
    }

    @Test
    void everyIdIsARow() throws Exception {
        assertThat(rows()).containsAll(idsOfTests());
    }

    @Test
    void noRowIsThereTwice() throws Exception {
        assertThat(lines().map(RowsTest::id)).doesNotHaveDuplicates().allMatch(ID.asMatchPredicate());
    }

    private static Set<String> rows() throws IOException {
        return lines().map(RowsTest::id).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String id(String line) {
        return line.substring(0, line.indexOf('|')).trim();
    }

    private static Stream<String> lines() throws IOException {
        try (BufferedReader rows = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(RowsTest.class.getResourceAsStream("rows.txt")), StandardCharsets.UTF_8))) {
            return rows.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList().stream();
        }
    }

    /** Only the name of a test counts: the name of a class says what it is about, not what it shows. */
    private static Set<String> idsOfTests() throws IOException, URISyntaxException {
        return testClasses().stream()
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(RowsTest::isTest)
                .filter(method -> method.isAnnotationPresent(DisplayName.class))
                .flatMap(method -> ID.matcher(
                                method.getAnnotation(DisplayName.class).value())
                        .results()
                        .map(match -> match.group()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }

    private static Set<Class<?>> testClasses() throws IOException, URISyntaxException {
        Path root = Path.of(RowsTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.substring(0, name.length() - ".class".length())
                            .replace('/', '.')
                            .replace('\\', '.'))
                    .map(RowsTest::load)
                    .collect(Collectors.toSet());
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, RowsTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
