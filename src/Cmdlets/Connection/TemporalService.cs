namespace TemporalLambda;

/// <summary>A Temporal Service that a session is connected to: what Connect-TemporalService emits.</summary>
/// <param name="Address">Host and port of the frontend.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="ServerVersion">The server's version as it tells it.</param>
/// <param name="IsCloud">The service is Temporal Cloud.</param>
/// <param name="SupportsServerScaledDeployments">The server has a worker controller, so that it can invoke functions.</param>
public sealed record TemporalService(string Address, string Namespace, string ServerVersion, bool IsCloud, bool SupportsServerScaledDeployments);
