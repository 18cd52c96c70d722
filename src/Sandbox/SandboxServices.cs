using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Logs;

namespace TemporalLambda.Sandbox;

/// <summary>What the running host gives to the part that runs functions.</summary>
/// <param name="Options">As given, the data folder as a full path.</param>
/// <param name="Endpoint">The address of all services (AWS_ENDPOINT_URL in a function's environment).</param>
/// <param name="Credentials">Keys of execution roles.</param>
/// <param name="Logs">Where output goes.</param>
public sealed record SandboxServices(SandboxOptions Options, Uri Endpoint, IRoleCredentials Credentials, ILogSink Logs);
