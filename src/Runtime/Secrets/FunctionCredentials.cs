namespace TemporalLambda.Runtime.Secrets;

/// <summary>The keys of the function's role, which Lambda puts into its environment.</summary>
internal sealed record FunctionCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken, string Region)
{
    /// <summary>Without keys.</summary>
    public override string ToString() => Region;
}
