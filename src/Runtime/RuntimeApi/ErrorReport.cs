using System.Buffers;
using System.Text.Json;

namespace TemporalLambda.Runtime.RuntimeApi;

/// <summary>An exception in the form in which Lambda takes errors.</summary>
/// <param name="Type">What Lambda and its metrics group by.</param>
/// <param name="Message">A sentence for people.</param>
internal sealed record ErrorReport(string Type, string Message)
{
    public static ErrorReport From(Exception exception) => new(exception.GetType().FullName ?? exception.GetType().Name, exception.Message);

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("errorType", Type);
        writer.WriteString("errorMessage", Message);
        // The stack goes to the log, where it belongs; callers of an asynchronous function could not read it anyway.
        writer.WriteStartArray("stackTrace");
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
