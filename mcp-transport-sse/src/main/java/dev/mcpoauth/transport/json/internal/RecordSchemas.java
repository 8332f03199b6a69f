package dev.mcpoauth.transport.json.internal;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.MemberScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.TypeScope;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema (2020-12) of a record: each component is required unless it is an {@code Optional}, whole numbers are
 * bounded by their Java type, and enums are their names. Thread-safe.
 */
public final class RecordSchemas {

    private static final Set<Class<?>> SCALARS = Set.of(
            String.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            BigDecimal.class);

    private static final Map<Class<?>, Long> LARGEST = Map.of(
            Byte.class, (long) Byte.MAX_VALUE,
            Short.class, (long) Short.MAX_VALUE,
            Integer.class, (long) Integer.MAX_VALUE,
            Long.class, Long.MAX_VALUE);

    private final Class<?> anything;
    private final SchemaGenerator generator;

    /**
     * Derives schemas.
     *
     * @param anything the Java type of a value that may be anything
     * @param descriptions the description of a type or component, if there is one
     */
    public RecordSchemas(Class<?> anything, Function<AnnotatedElement, Optional<String>> descriptions) {
        this.anything = anything;
        SchemaGeneratorConfigBuilder config =
                new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON);
        config.with(Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES).without(Option.SCHEMA_VERSION_INDICATOR);
        config.forTypesInGeneral()
                .withPropertySorter(Comparator.comparingInt(RecordSchemas::position))
                .withCustomDefinitionProvider(this::custom)
                .withDescriptionResolver(scope ->
                        descriptions.apply(scope.getType().getErasedType()).orElse(null));
        config.forFields()
                .withRequiredCheck(field -> !isOptional(field.getDeclaredType()))
                .withDescriptionResolver(field -> field.isFakeContainerItemScope()
                        ? null
                        : descriptions.apply(field.getRawMember()).orElse(null))
                .withNumberInclusiveMinimumResolver(field -> bound(field, -1))
                .withNumberInclusiveMaximumResolver(field -> bound(field, 0));
        generator = new SchemaGenerator(config.build());
    }

    /**
     * The schema as JSON text.
     *
     * @throws IllegalArgumentException if this is no record, or one of its components has no JSON form
     */
    public String of(Class<?> type) {
        if (!type.isRecord()) throw new IllegalArgumentException(type.getName() + " is no record");
        return generator.generateSchema(type).toString();
    }

    private static boolean isOptional(ResolvedType type) {
        return type.getErasedType() == Optional.class;
    }

    private static @Nullable BigDecimal bound(TypeScope field, int below) {
        Long largest = LARGEST.get(boxed(field.getType().getErasedType()));
        if (largest == null) return null;
        return below == 0
                ? BigDecimal.valueOf(largest)
                : BigDecimal.valueOf(largest).add(BigDecimal.ONE).negate();
    }

    private @Nullable CustomDefinition custom(ResolvedType type, SchemaGenerationContext context) {
        Class<?> erased = type.getErasedType();
        if (erased == anything) {
            return new CustomDefinition(context.getGeneratorConfig().createObjectNode(), true);
        }
        if (erased.isEnum()) return new CustomDefinition(names(erased, context), true);
        if (!hasForm(erased)) throw new IllegalArgumentException("no JSON form for " + erased.getName());
        return null;
    }

    /** In the order in which the record declares them. */
    private static int position(MemberScope<?, ?> component) {
        return Arrays.stream(component.getDeclaringType().getErasedType().getRecordComponents())
                .map(RecordComponent::getName)
                .toList()
                .indexOf(component.getName());
    }

    /** In place, as there is nothing to share: forms know no references. */
    private static ObjectNode names(Class<?> type, SchemaGenerationContext context) {
        ObjectNode schema = context.getGeneratorConfig().createObjectNode().put("type", "string");
        ArrayNode names = schema.putArray("enum");
        for (Object constant : type.getEnumConstants()) names.add(((Enum<?>) constant).name());
        return schema;
    }

    private static boolean hasForm(Class<?> type) {
        return type.isRecord()
                || type.isArray()
                || SCALARS.contains(boxed(type))
                || Collection.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type);
    }

    private static Class<?> boxed(Class<?> type) {
        return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
    }
}
