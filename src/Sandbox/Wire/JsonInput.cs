using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace TemporalLambda.Sandbox.Wire;

/// <summary>A JSON object of a request. Members that nobody asks for are left alone, null ones are absent, as in AWS.</summary>
internal sealed class JsonInput
{
    private const int CopyBuffer = 65536;

    private readonly JsonElement _json;

    private JsonInput(JsonElement json) => _json = json;

    /// <summary>An object without members.</summary>
    public static JsonInput None { get; } = Read(ReadOnlyMemory<byte>.Empty);

    /// <summary>Reads a body; an empty one is an empty object.</summary>
    public static JsonInput Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            var json = JsonDocument.Parse(body.IsEmpty ? "{}"u8.ToArray() : body).RootElement;
            return json.ValueKind == JsonValueKind.Object ? new JsonInput(json) : throw Wrong("the body");
        }
        catch (JsonException)
        {
            throw new AwsException(400, "SerializationException", "The request body is not JSON.");
        }
    }

    /// <summary>Whether the member is there and not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    public string? String(string name) => Find(name) is not { } json ? null
        : json.ValueKind == JsonValueKind.String ? json.GetString() : throw Wrong(name);

    public long? Number(string name) => Find(name) is not { } json ? null
        : json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out long number) ? number : throw Wrong(name);

    public int? Int(string name) => Number(name) is not { } number ? null
        : number is >= int.MinValue and <= int.MaxValue ? (int)number : throw Wrong(name);

    public bool Flag(string name) => Find(name) is { } json
        && (json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : throw Wrong(name));

    /// <summary>Writes the bytes that a Base64 text stands for, piece by piece; false where the member is absent.</summary>
    public bool CopyBytes(string name, Stream target)
    {
        if (Find(name) is not { } json)
        {
            return false;
        }
        var text = json.ValueKind == JsonValueKind.String ? JsonMarshal.GetRawUtf8Value(json)[1..^1] : throw Wrong(name);
        if (text.Contains((byte)'\\'))
        {
            // Some writers escape the plus sign.
            target.Write(json.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : throw Wrong(name));
            return true;
        }
        byte[] buffer = new byte[CopyBuffer];
        while (!text.IsEmpty)
        {
            var status = Base64.DecodeFromUtf8(text, buffer, out int consumed, out int written);
            if (status is OperationStatus.InvalidData or OperationStatus.NeedMoreData)
            {
                throw Wrong(name);
            }
            target.Write(buffer, 0, written);
            text = text[consumed..];
        }
        return true;
    }

    public JsonInput? Object(string name) => Find(name) is not { } json ? null
        : json.ValueKind == JsonValueKind.Object ? new JsonInput(json) : throw Wrong(name);

    public IReadOnlyList<JsonInput>? Objects(string name) => Array(name)?.Select(json =>
        json.ValueKind == JsonValueKind.Object ? new JsonInput(json) : throw Wrong(name)).ToList();

    public IReadOnlyList<string>? Strings(string name) => Array(name)?.Select(json =>
        json.ValueKind == JsonValueKind.String ? json.GetString()! : throw Wrong(name)).ToList();

    /// <summary>An object whose members are all texts.</summary>
    public IReadOnlyDictionary<string, string>? Map(string name) => Find(name) is not { } json ? null
        : json.ValueKind == JsonValueKind.Object ? json.EnumerateObject().ToDictionary(member => member.Name, member =>
            member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : throw Wrong(member.Name)) : throw Wrong(name);

    private List<JsonElement>? Array(string name) => Find(name) is not { } json ? null
        : json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray()] : throw Wrong(name);

    private JsonElement? Find(string name) =>
        _json.TryGetProperty(name, out var json) && json.ValueKind != JsonValueKind.Null ? json : null;

    private static AwsException Wrong(string name) =>
        new(400, "SerializationException", $"The value of {name} is not of the type that the operation takes.");
}
