namespace TemporalLambda.Aws.Functions;

/// <summary>A worker's function, as the next stage needs it.</summary>
/// <param name="FunctionArn">Without a version.</param>
/// <param name="FunctionVersion">The published version's number, or <c>$LATEST</c>.</param>
/// <param name="QualifiedArn">What a Temporal version is pointed at.</param>
/// <param name="ExecutionRoleArn">The role that the function runs as.</param>
public sealed record FunctionResult(string FunctionArn, string FunctionVersion, string QualifiedArn, string ExecutionRoleArn);
