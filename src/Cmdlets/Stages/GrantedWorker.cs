namespace TemporalLambda;

/// <summary>A function that Temporal may invoke: what Grant-TemporalInvoke emits.</summary>
public class GrantedWorker : PublishedWorker
{
    /// <summary>The role that Temporal assumes to invoke the function.</summary>
    public string? InvokeRoleArn { get; set; }

    /// <summary>What Temporal must present to assume that role. No secret, but not for publication either.</summary>
    public string? ExternalId { get; set; }
}
