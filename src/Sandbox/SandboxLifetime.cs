namespace TemporalLambda.Sandbox;

/// <summary>When the sandbox ends.</summary>
internal sealed record SandboxLifetime(CancellationToken Stopping);
