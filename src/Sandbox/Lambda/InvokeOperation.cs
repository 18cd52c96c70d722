using System.Globalization;
using System.Text;
using System.Text.Json;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>Invoke: synchronous, asynchronous, and as a check.</summary>
internal sealed class InvokeOperation(FunctionStore functions, IFunctionInvoker invoker, SandboxLifetime lifetime)
{
    // Bytes of the event, synchronous and asynchronous (1 MB since October 2025).
    private const int SyncLimit = 6291456;
    private const int AsyncLimit = 1048576;

    private const int MostLogBytes = 4096;

    public async Task<AwsResponse> InvokeAsync(LambdaCall call)
    {
        string type = call.Request.Http.Header("X-Amz-Invocation-Type") ?? "RequestResponse";
        if (type is not ("RequestResponse" or "Event" or "DryRun"))
        {
            throw LambdaErrors.Violation("invocationType", type, "Member must satisfy enum value set: [Event, RequestResponse, DryRun]");
        }
        var (function, shown) = functions.Resolve(call.Function);
        CheckPayload(call.Request.Http.Body, type);
        if (type == "DryRun")
        {
            return AwsResponse.Empty(204);
        }
        if (shown.State != FunctionConfiguration.Active)
        {
            throw LambdaErrors.NotActive(shown.State);
        }
        // An update in progress does not serve yet.
        var version = (shown.Version == FunctionReference.Latest ? function.Serving : shown).ToVersion();
        var invocation = Invocation(call);
        if (type == "Event")
        {
            invoker.Enqueue(version, invocation, Settings(function, call.Function.Qualifier));
            return AwsResponse.Empty(202);
        }
        // The function goes on when its caller hangs up, so that only the sandbox's end cancels it.
        return Answer(version, await invoker.InvokeAsync(version, invocation, lifetime.Stopping), call.Request.Http);
    }

    private static Invocation Invocation(LambdaCall call)
    {
        var http = call.Request.Http;
        string? context = http.Header("X-Amz-Client-Context") is { } encoded ? DecodeContext(encoded) : null;
        return new Invocation(call.Request.Id, http.Body.IsEmpty ? "{}"u8.ToArray() : http.Body, call.Function.RequestedArn, context);
    }

    private static string DecodeContext(string encoded)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
        }
        catch (FormatException)
        {
            throw new AwsException(400, "InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object.");
        }
    }

    private static void CheckPayload(ReadOnlyMemory<byte> payload, string type)
    {
        int limit = type == "Event" ? AsyncLimit : SyncLimit;
        if (payload.Length > limit)
        {
            throw LambdaErrors.TooLarge(string.Create(CultureInfo.InvariantCulture,
                $"{payload.Length} byte payload is too large for the {type} invocation type (limit {limit} bytes)"));
        }
        if (payload.IsEmpty)
        {
            return;
        }
        try
        {
            JsonDocument.Parse(payload).Dispose();
        }
        catch (JsonException e)
        {
            throw new AwsException(400, "InvalidRequestContentException", $"Could not parse request body into json: {e.Message}");
        }
    }

    private static AsyncInvokeSettings Settings(LambdaFunction function, string? qualifier)
    {
        var config = function.EventInvokeConfigs.GetValueOrDefault(qualifier ?? FunctionReference.Latest);
        return new AsyncInvokeSettings(
            config?.MaximumRetryAttempts ?? 2,
            config?.MaximumEventAgeInSeconds is { } age ? TimeSpan.FromSeconds(age) : null);
    }

    private static AwsResponse Answer(FunctionVersion version, InvocationResult result, HttpMessage http)
    {
        if (result.Throttled)
        {
            throw new AwsException(429, "TooManyRequestsException", "Rate Exceeded.")
            {
                Members = new Dictionary<string, string> { ["Reason"] = "ReservedFunctionConcurrentInvocationLimitExceeded" },
            };
        }
        var headers = new Dictionary<string, string> { ["X-Amz-Executed-Version"] = version.Version };
        if (result.FunctionError is not null)
        {
            headers["X-Amz-Function-Error"] = result.FunctionError;
        }
        if (http.Header("X-Amz-Log-Type") == "Tail")
        {
            byte[] log = Encoding.UTF8.GetBytes(result.LogTail);
            headers["X-Amz-Log-Result"] = Convert.ToBase64String(log.AsSpan(Math.Max(0, log.Length - MostLogBytes)));
        }
        return new AwsResponse(200, "application/json", result.Payload) { Headers = headers };
    }
}
