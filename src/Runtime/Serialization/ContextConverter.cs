using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Temporalio.Converters;

namespace TemporalLambda.Runtime.Serialization;

/// <summary>Temporal's own payload converter, its JSON by source-generated code and without reflection.</summary>
internal static class ContextConverter
{
    /// <summary>A payload converter for the types of a context and the plain ones, with the context's options (naming, nulls, numbers).</summary>
    public static IPayloadConverter Create(JsonSerializerContext context) => new DefaultPayloadConverter(
        new JsonSerializerOptions(context.Options) { TypeInfoResolver = JsonTypeInfoResolver.Combine(context, PlainTypes.Default) });
}
