using System.Text.Json;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Execution;

/// <summary>GET /_sandbox/invocations: what each invocation took and was billed, as a JSON array, oldest first. Needs no signature.</summary>
internal static class InvocationsPage
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    internal static bool IsAskedFor(HttpMessage http) => http.Method == "GET" && http.PathSegments() is ["_sandbox", "invocations"];

    internal static AwsResponse Of(InvocationLedger ledger) =>
        new(StatusCodes.Status200OK, "application/json", JsonSerializer.SerializeToUtf8Bytes(ledger.Records, Options));
}
