package dev.mcpoauth.transport.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record says what its JSON looks like, and what fits the schema fits the record. */
class DerivedSchemaTest {

    enum Colour {
        RED,
        DARK_GREEN
    }

    @Description("Where somebody lives")
    record Address(@Description("Street and number") String street, Optional<String> floor) {}

    record Everything(
            String text,
            int number,
            long big,
            double real,
            BigDecimal exact,
            boolean truth,
            Colour colour,
            Address address,
            List<Address> others,
            Set<Colour> colours,
            Map<String, Integer> counts,
            String[] lines,
            Optional<Integer> maybe,
            Optional<Address> second,
            Json any) {}

    private static final String GOOD = """
            {"text":"a","number":1,"big":9007199254740993,"real":1.5,"exact":0.10,"truth":true,"colour":"DARK_GREEN",
             "address":{"street":"s"},"others":[{"street":"t","floor":"2"}],"colours":["RED"],"counts":{"x":1},
             "lines":["l"],"any":[null,{"b":2}]}
            """;

    @Test
    void whatFitsTheSchemaFitsTheRecord() {
        Json json = Json.parse(GOOD);
        assertThat(JsonSchema.derivedFrom(Everything.class).problems(json)).isEmpty();
        Everything everything = json.as(Everything.class);
        assertThat(everything.maybe()).isEmpty();
        assertThat(everything.second()).isEmpty();
        assertThat(everything.address()).isEqualTo(new Address("s", Optional.empty()));
        assertThat(everything.others()).containsExactly(new Address("t", Optional.of("2")));
        assertThat(everything.exact()).isEqualTo(new BigDecimal("0.10"));
        assertThat(everything.any()).isEqualTo(Json.parse("[null,{\"b\":2}]"));
        Json written = Json.from(everything);
        assertThat(written.get("maybe")).contains(Json.NULL);
        assertThat(JsonSchema.derivedFrom(Everything.class).problems(written)).isEmpty();
        assertThat(written.as(Everything.class).second()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'number':1.5",
                "'number':2147483648",
                "'number':null",
                "'big':9223372036854775808",
                "'real':'1'",
                "'truth':'true'",
                "'colour':'BLUE'",
                "'colour':'red'",
                "'address':{}",
                "'address':{'street':7}",
                "'others':[{}]",
                "'colours':'RED'",
                "'counts':{'x':'1'}",
                "'lines':[1]",
                "'maybe':'1'",
                "'text':null"
            })
    void whatDoesNotFitTheRecordDoesNotFitTheSchema(String wrong) {
        Json member = Json.parse("{" + wrong.replace('\'', '"') + "}");
        Json json = Json.parse(GOOD).toBuilder().putAll(member).build();
        assertThat(JsonSchema.derivedFrom(Everything.class).problems(json)).isNotEmpty();
    }

    @Test
    void requiresWhatIsNotOptional() {
        Json schema = JsonSchema.derivedFrom(Everything.class).json();
        assertThat(schema.string("type")).contains("object");
        assertThat(schema.get("required").orElseThrow().elements())
                .doesNotContain(Json.of("maybe"), Json.of("second"))
                .contains(Json.of("text"), Json.of("number"), Json.of("any"))
                .hasSize(13);
    }

    @Test
    void tellsWhatItsAuthorSays() {
        Json schema = JsonSchema.derivedFrom(Address.class).json();
        assertThat(schema.string("description")).contains("Where somebody lives");
        assertThat(schema.at("properties", "street"))
                .contains(Json.parse("{\"type\":\"string\",\"description\":\"Street and number\"}"));
        assertThat(schema.at("properties", "floor")).contains(Json.parse("{\"type\":[\"string\",\"null\"]}"));
    }

    record Node(String name, List<Node> children) {}

    @Test
    void describesWhatContainsItself() {
        JsonSchema schema = JsonSchema.derivedFrom(Node.class);
        Json tree = Json.parse("{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"children\":[]}]}");
        assertThat(schema.problems(tree)).isEmpty();
        assertThat(schema.problems(Json.parse("{\"name\":\"a\",\"children\":[{\"name\":7,\"children\":[]}]}")))
                .isNotEmpty();
        assertThat(tree.as(Node.class).children()).extracting(Node::name).containsExactly("b");
    }

    record Dated(Instant when) {}

    record Loose(Object what) {}

    @Test
    void refusesWhatHasNoJsonForm() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonSchema.derivedFrom(Dated.class))
                .withMessageContaining("java.time.Instant");
        assertThatIllegalArgumentException().isThrownBy(() -> JsonSchema.derivedFrom(Loose.class));
    }

    record Empty() {}

    @Test
    void describesARecordOfNothing() {
        assertThat(JsonSchema.derivedFrom(Empty.class).problems(Json.EMPTY_OBJECT))
                .isEmpty();
        assertThat(Json.EMPTY_OBJECT.as(Empty.class)).isEqualTo(new Empty());
    }
}
