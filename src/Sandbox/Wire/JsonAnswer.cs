using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TemporalLambda.Sandbox.Wire;

/// <summary>Writes the answers of the JSON protocols.</summary>
internal static class JsonAnswer
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Lambda's.</summary>
    public static AwsResponse Rest(int status, JsonObject document) => new(status, "application/json", Write(document));

    /// <summary>CloudWatch Logs'; an operation without a result answers nothing.</summary>
    public static AwsResponse Json11(JsonObject? document) =>
        new(200, "application/x-amz-json-1.1", document is null ? ReadOnlyMemory<byte>.Empty : Write(document));

    /// <summary>Texts as a list.</summary>
    public static JsonArray Array(IEnumerable<string> items) => new([.. items.Select(item => (JsonNode?)item)]);

    /// <summary>Objects as a list.</summary>
    public static JsonArray Array(IEnumerable<JsonObject> items) => new([.. items]);

    /// <summary>A map of texts.</summary>
    public static JsonObject Map(IEnumerable<KeyValuePair<string, string>> pairs) =>
        new(pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private static byte[] Write(JsonObject document)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            document.WriteTo(writer);
        }
        return stream.ToArray();
    }
}
