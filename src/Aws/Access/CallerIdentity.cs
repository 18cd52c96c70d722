namespace TemporalLambda.Aws;

/// <summary>Who the credentials are, as STS says.</summary>
/// <param name="Account">The account's number, 12 digits.</param>
/// <param name="Arn">The user, role session or root.</param>
/// <param name="UserId">The identity's unique id.</param>
public sealed record CallerIdentity(string Account, string Arn, string UserId);
