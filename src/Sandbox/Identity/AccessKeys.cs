using TemporalLambda.Sandbox.Iam;
using TemporalLambda.Sandbox.Policies;

namespace TemporalLambda.Sandbox.Identity;

/// <summary>A key with its secret and whose it is. Token and expiry only for a session's.</summary>
internal sealed record AccessKey(string Secret, string? SessionToken, DateTimeOffset? Expiration, Caller Caller, string? RoleId = null);

/// <summary>All keys: the user's own, and those of sessions.</summary>
internal sealed class AccessKeys : IRoleCredentials
{
    private static readonly TimeSpan FunctionSession = TimeSpan.FromHours(12);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, AccessKey> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Caller> _users = new(StringComparer.Ordinal);
    private readonly RoleStore _roles;
    private readonly TimeProvider _time;
    private readonly string _accountId;

    public AccessKeys(SandboxOptions options, RoleStore roles, TimeProvider time)
    {
        _roles = roles;
        _time = time;
        _accountId = options.AccountId;
        AddUser(options.AccessKeyId, options.SecretAccessKey, new Caller(UserArn(options, "sandbox"), UniqueIds.New("AIDA")) { IsAdministrator = true });
        if (options is { TemporalAccessKeyId: { } temporalKey, TemporalSecretAccessKey: { } temporalSecret })
        {
            AddUser(temporalKey, temporalSecret, new Caller(TemporalUserArn(options), UniqueIds.New("AIDA")));
        }
    }

    /// <summary>The ARN of the Temporal server's user: the principal that invocation roles trust.</summary>
    public static string TemporalUserArn(SandboxOptions options) => UserArn(options, "temporal-server");

    /// <summary>The sandbox's users by their ARNs: its own, administrator of the account, and the Temporal server's.</summary>
    public IReadOnlyDictionary<string, Caller> Users => _users;

    /// <summary>The key of this id, or null: unknown, or of a role that is gone (an expired one is still found).</summary>
    public AccessKey? Find(string accessKeyId)
    {
        lock (_lock)
        {
            var key = _keys.GetValueOrDefault(accessKeyId);
            bool orphan = key?.RoleId is not null && _roles.Find(key.Caller.RoleName!)?.Id != key.RoleId;
            return orphan ? null : key;
        }
    }

    /// <summary>Opens a session of a role.</summary>
    public (SessionCredentials Credentials, Caller Caller) OpenSession(
        Role role, string sessionName, TimeSpan duration, IReadOnlyList<PolicyDocument>? sessionPolicies)
    {
        var now = _time.GetUtcNow();
        var caller = new Caller(
            $"arn:aws:sts::{_accountId}:assumed-role/{role.Name}/{sessionName}", $"{role.Id}:{sessionName}", role.Name, sessionPolicies);
        var credentials = new SessionCredentials(UniqueIds.New("ASIA"), UniqueIds.Secret(), UniqueIds.SessionToken(), now + duration);
        lock (_lock)
        {
            // Expired sessions are known for a day, so that their owners are told why.
            foreach (string old in _keys.Where(pair => pair.Value.Expiration < now.AddDays(-1)).Select(pair => pair.Key).ToList())
            {
                _keys.Remove(old);
            }
            _keys[credentials.AccessKeyId] = new AccessKey(
                credentials.SecretAccessKey, credentials.SessionToken, credentials.Expiration, caller, role.Id);
        }
        return (credentials, caller);
    }

    /// <inheritdoc/>
    public SessionCredentials For(string roleArn, string sessionName)
    {
        var role = _roles.FindByArn(roleArn) ?? throw new InvalidOperationException($"There is no role {roleArn}.");
        return OpenSession(role, sessionName, FunctionSession, null).Credentials;
    }

    private static string UserArn(SandboxOptions options, string name) => $"arn:aws:iam::{options.AccountId}:user/{name}";

    private void AddUser(string accessKeyId, string secret, Caller user)
    {
        _users[user.Arn] = user;
        _keys[accessKeyId] = new AccessKey(secret, null, null, user);
    }
}
