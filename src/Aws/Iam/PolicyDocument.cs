using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TemporalLambda.Aws.Iam;

/// <summary>JSON policy documents: written compactly, and compared by meaning where only form differs.</summary>
public static class PolicyDocument
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A document of statements.</summary>
    internal static string Of(params JsonObject[] statements) =>
        Write(new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. statements]) });

    /// <summary>A statement that allows actions on resources.</summary>
    internal static JsonObject Allow(string sid, IEnumerable<string> actions, IEnumerable<string> resources) => new()
    {
        ["Sid"] = sid,
        ["Effect"] = "Allow",
        ["Action"] = List(actions),
        ["Resource"] = List(resources),
    };

    /// <summary>A list of strings.</summary>
    internal static JsonArray List(IEnumerable<string> items) => new([.. items.Select(item => (JsonNode)item)]);

    /// <summary>The document as text.</summary>
    internal static string Write(JsonNode document) => document.ToJsonString(Compact);

    /// <summary>The statements of a document; a single one may stand without a list.</summary>
    public static IReadOnlyList<JsonObject> Statements(JsonNode? document) => document?["Statement"] switch
    {
        JsonArray list => [.. list.OfType<JsonObject>()],
        JsonObject one => [one],
        _ => [],
    };

    /// <summary>The strings of a member that may be one string or a list.</summary>
    public static IReadOnlyList<string> Strings(JsonNode? member) => member switch
    {
        JsonArray list => [.. list.OfType<JsonValue>().Select(item => item.ToString())],
        JsonValue one => [one.ToString()],
        _ => [],
    };

    /// <summary>A document as nodes, or null where it is none.</summary>
    public static JsonNode? Read(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether two documents are the same but for white space.</summary>
    internal static bool Same(string? first, string? second) => JsonNode.DeepEquals(Read(first), Read(second));
}
