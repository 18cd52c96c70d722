using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace TemporalLambda.Runtime.Logging;

/// <summary>One event of the log, as bytes with their newline.</summary>
internal static class LogLine
{
    // The lines go to a log, not into a page: names stay readable.
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One JSON object, with the names that Lambda's JSON log format gives to level, time and request.</summary>
    public static ReadOnlyMemory<byte> Json(
        DateTimeOffset at, LogLevel level, string category, string message, Exception? exception, LogContext context)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, JsonOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("timestamp", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            writer.WriteString("level", LogLevels.Name(level));
            writer.WriteString("message", message);
            writer.WriteString("logger", category);
            WriteOptional(writer, "requestId", context.RequestId);
            WriteOptional(writer, "functionVersion", context.FunctionVersion);
            WriteOptional(writer, "deployment", context.Deployment);
            WriteOptional(writer, "buildId", context.BuildId);
            if (exception is not null)
            {
                writer.WriteString("errorType", exception.GetType().FullName);
                writer.WriteString("errorMessage", exception.Message);
                WriteOptional(writer, "stackTrace", exception.StackTrace is null ? null : exception.ToString());
            }

            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    /// <summary>A line for a person at a console.</summary>
    public static ReadOnlyMemory<byte> Text(DateTimeOffset at, LogLevel level, string category, string message, Exception? exception)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{at.ToLocalTime():HH:mm:ss.fff} {LogLevels.Name(level),-5} {category}: {message}");
        return Encoding.UTF8.GetBytes(exception is null ? line + "\n" : $"{line}\n{exception}\n");
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
