namespace TemporalLambda.Sandbox.Execution;

/// <summary>What the sandbox tells beyond AWS's interfaces.</summary>
public static class ExecutionEndpoints
{
    /// <summary>GET /_sandbox/invocations: what each invocation took and was billed, as a JSON array, oldest first.</summary>
    public static void MapInvocations(this IEndpointRouteBuilder endpoints, FunctionInvoker invoker) =>
        endpoints.MapGet("/_sandbox/invocations", () => Results.Json(invoker.Ledger.Records));
}
