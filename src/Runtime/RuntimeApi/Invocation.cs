namespace TemporalLambda.Runtime.RuntimeApi;

/// <summary>An invocation as GET /next hands it out.</summary>
/// <param name="RequestId">Lambda's id of the request; answers name it.</param>
/// <param name="FunctionArn">The ARN that was invoked, with its version or alias where the caller named one.</param>
/// <param name="Deadline">When Lambda kills the function.</param>
/// <param name="TraceId">The X-Ray trace header, if the invocation has one.</param>
internal sealed record Invocation(string RequestId, string FunctionArn, DateTimeOffset Deadline, string? TraceId);
