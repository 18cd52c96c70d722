using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Policies;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Iam;

/// <summary>Takes policy documents in, with IAM's checks and sizes.</summary>
internal sealed class PolicyWriting(RoleStore roles, AccessKeys keys, SandboxOptions options)
{
    /// <summary>All inline policies of a role together, in characters that are no white space.</summary>
    public const int InlineLimit = 10240;

    private const int TrustLimit = 2048;
    private const int ManagedLimit = 6144;

    /// <summary>A trust policy, whose principals of this account have to exist.</summary>
    public WrittenPolicy Trust(string json)
    {
        var policy = new WrittenPolicy(json, Parsed(json, PolicyParser.ParseTrust));
        foreach (var principals in policy.Document.Statements.Select(statement => statement.Principals!))
        {
            RefuseUnknown("AWS", principals.Aws, Exists);
            RefuseUnknown("SERVICE", principals.Services, name => name.Contains(".amazonaws.com", StringComparison.Ordinal));
        }
        return Size(json) <= TrustLimit ? policy
            : throw new AwsException(409, "LimitExceeded", $"Cannot exceed quota for ACLSizePerRole: {TrustLimit}");
    }

    /// <summary>An inline policy of a role.</summary>
    public static WrittenPolicy Inline(string json) => new(json, Parsed(json, PolicyParser.ParseIdentity));

    /// <summary>A managed policy.</summary>
    public static WrittenPolicy Managed(string json) => Size(json) <= ManagedLimit
        ? Inline(json) : throw new AwsException(409, "LimitExceeded", $"Cannot exceed quota for PolicySize: {ManagedLimit}");

    /// <summary>The size that counts: IAM leaves white space out.</summary>
    public static int Size(string json) => json.Count(c => !char.IsWhiteSpace(c));

    private static PolicyDocument Parsed(string json, Func<string, PolicyDocument> parse)
    {
        try
        {
            return parse(json);
        }
        catch (MalformedPolicyException e)
        {
            throw new AwsException(400, "MalformedPolicyDocument", e.Message);
        }
    }

    private static void RefuseUnknown(string kind, IEnumerable<string> names, Func<string, bool> exists)
    {
        string? unknown = names.FirstOrDefault(name => !exists(name));
        if (unknown is not null)
        {
            throw new AwsException(400, "MalformedPolicyDocument", $"Invalid principal in policy: \"{kind}\":\"{unknown}\"");
        }
    }

    // Principals of other accounts are believed, as nobody can look there.
    private bool Exists(string principal)
    {
        string[] parts = principal.Split(':', 6);
        if (parts.Length < 6 || parts[4] != options.AccountId)
        {
            return true;
        }
        return parts[5].Split('/') switch
        {
            ["root"] => true,
            ["user", ..] => keys.Users.ContainsKey(principal),
            ["role", ..] => roles.FindByArn(principal) is not null,
            ["assumed-role", var name, _] => roles.Find(name) is not null,
            _ => false,
        };
    }
}
