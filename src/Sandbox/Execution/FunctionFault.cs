using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TemporalLambda.Sandbox.Execution;

/// <summary>A failure that Lambda itself reports in place of the function's answer.</summary>
/// <param name="ErrorType">As in the error's JSON and in the REPORT line.</param>
/// <param name="ErrorMessage">As in the error's JSON.</param>
internal sealed record FunctionFault(string ErrorType, string ErrorMessage)
{
    /// <summary>The largest answer in bytes: 6 MB and a little.</summary>
    internal const int LargestResponse = 6291556;

    internal const string ResponseTooLargeMessage = "Response payload size exceeded maximum allowed payload size (6291556 bytes).";

    internal static FunctionFault ResponseTooLarge() => new("Function.ResponseSizeTooLarge", ResponseTooLargeMessage);

    internal static FunctionFault TimedOut(string requestId, TimeSpan timeout) =>
        new("Sandbox.Timedout", $"RequestId: {requestId} Error: {TimeoutWords(timeout)}");

    internal static FunctionFault Exited(string requestId, Processes.ExitStatus status, bool outOfMemory) =>
        new(outOfMemory ? "Runtime.OutOfMemory" : "Runtime.ExitError", $"RequestId: {requestId} Error: {ExitWords(status)}");

    internal static FunctionFault Entrypoint(string requestId, string message) =>
        new("Runtime.InvalidEntrypoint", $"RequestId: {requestId} Error: {message}");

    internal static string TimeoutWords(TimeSpan timeout) =>
        string.Create(CultureInfo.InvariantCulture, $"Task timed out after {timeout.TotalSeconds:F2} seconds");

    internal static string ExitWords(Processes.ExitStatus status) =>
        status is { Code: 0, Signal: 0 } ? "Runtime exited without providing a reason" : $"Runtime exited with error: {status}";

    internal byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("errorType", ErrorType);
            json.WriteString("errorMessage", ErrorMessage);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
