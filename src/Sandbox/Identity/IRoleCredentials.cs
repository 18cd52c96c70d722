namespace TemporalLambda.Sandbox.Identity;

/// <summary>Session keys of execution roles, for the environments of functions.</summary>
public interface IRoleCredentials
{
    /// <summary>New keys of the role, valid for twelve hours. The session name is the function's name, as in Lambda.</summary>
    SessionCredentials For(string roleArn, string sessionName);
}

/// <summary>Temporary keys: what goes into AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.</summary>
public sealed record SessionCredentials(string AccessKeyId, string SecretAccessKey, string SessionToken, DateTimeOffset Expiration);
