using System.Text.Json;

namespace TemporalLambda.Sandbox.Policies;

/// <summary>IAM's MalformedPolicyDocument: the message is AWS's.</summary>
internal sealed class MalformedPolicyException(string message) : Exception(message);

/// <summary>Reads and checks policy documents as strictly as IAM does on writing.</summary>
internal static class PolicyParser
{
    private const string Syntax = "Syntax errors in policy.";

    private static readonly string[] StatementKeys =
        ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition"];

    /// <summary>A policy of an identity: resources, no principals.</summary>
    public static PolicyDocument ParseIdentity(string json) => Parse(json, isTrust: false);

    /// <summary>A role's trust policy: principals, no resources, actions of STS only.</summary>
    public static PolicyDocument ParseTrust(string json) => Parse(json, isTrust: true);

    private static PolicyDocument Parse(string json, bool isTrust)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            throw new MalformedPolicyException("This policy contains invalid Json");
        }
        using (document)
        {
            var root = Object(document.RootElement, ["Version", "Id", "Statement"]);
            if (root.TryGetProperty("Version", out var version) && Text(version) is not ("2012-10-17" or "2008-10-17"))
            {
                throw new MalformedPolicyException(Syntax);
            }
            if (!root.TryGetProperty("Statement", out var statements))
            {
                throw new MalformedPolicyException("Missing required field Statement");
            }
            return new PolicyDocument(Elements(statements).Select(statement => Statement(statement, isTrust)).ToList());
        }
    }

    private static PolicyStatement Statement(JsonElement json, bool isTrust)
    {
        Object(json, StatementKeys);
        string effect = json.TryGetProperty("Effect", out var value)
            ? Text(value) : throw new MalformedPolicyException("Missing required field Effect");
        if (effect is not ("Allow" or "Deny"))
        {
            throw new MalformedPolicyException($"Invalid effect: {effect}");
        }
        var actions = Patterns(json, "Action", "NotAction") ?? throw new MalformedPolicyException("Missing required field Action");
        CheckActions(actions, isTrust);
        var resources = Patterns(json, "Resource", "NotResource");
        CheckResources(resources, isTrust);
        return new PolicyStatement(effect == "Deny", actions, resources, Principals(json, isTrust), Conditions(json));
    }

    private static void CheckActions(PatternSet actions, bool isTrust)
    {
        foreach (string action in actions.Patterns.Where(action => action != "*"))
        {
            string[] parts = action.Split(':');
            if (parts.Length != 2 || parts[0].Length == 0)
            {
                throw new MalformedPolicyException("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
            }
            if (isTrust && !parts[0].Equals("sts", StringComparison.OrdinalIgnoreCase))
            {
                throw new MalformedPolicyException("AssumeRole policy may only specify STS AssumeRole actions.");
            }
        }
    }

    private static void CheckResources(PatternSet? resources, bool isTrust)
    {
        if (isTrust && resources is not null)
        {
            throw new MalformedPolicyException("Has prohibited field Resource");
        }
        if (!isTrust && (resources is null || resources.Patterns.Count == 0))
        {
            throw new MalformedPolicyException("Policy statement must contain resources.");
        }
        string? wrong = resources?.Patterns.FirstOrDefault(resource =>
            resource != "*" && !resource.StartsWith("arn:", StringComparison.Ordinal));
        if (wrong is not null)
        {
            throw new MalformedPolicyException($"Resource {wrong} must be in ARN format or \"*\".");
        }
    }

    private static PrincipalSet? Principals(JsonElement statement, bool isTrust)
    {
        bool found = statement.TryGetProperty("Principal", out var principal);
        if (!isTrust)
        {
            return found || statement.TryGetProperty("NotPrincipal", out _)
                ? throw new MalformedPolicyException("Policy document should not specify a principal.") : null;
        }
        if (!found)
        {
            throw new MalformedPolicyException("Missing required field Principal");
        }
        if (principal.ValueKind == JsonValueKind.String)
        {
            return Text(principal) == "*" ? new PrincipalSet(["*"], []) : throw new MalformedPolicyException(Syntax);
        }
        Object(principal, ["AWS", "Service", "Federated", "CanonicalUser"]);
        var aws = Strings(principal, "AWS") ?? [];
        string? wrong = aws.FirstOrDefault(name => name != "*" && !IsPrincipal(name));
        if (wrong is not null)
        {
            throw new MalformedPolicyException($"Invalid principal in policy: \"AWS\":\"{wrong}\"");
        }
        return new PrincipalSet(aws, Strings(principal, "Service") ?? []);
    }

    // An account's number, its root, a user, a role or a session; no wildcard within.
    private static bool IsPrincipal(string name)
    {
        string[] parts = name.Split(':', 6);
        return (parts.Length == 1 && IsAccount(name))
            || (parts.Length == 6 && parts[0] == "arn" && parts[2] is "iam" or "sts" && parts[3].Length == 0 && IsAccount(parts[4])
                && !name.Contains('*', StringComparison.Ordinal)
                && (parts[5] == "root" || parts[5].Split('/') is ["user" or "role" or "assumed-role" or "federated-user", .., not ""]));
    }

    private static bool IsAccount(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);

    private static List<PolicyCondition> Conditions(JsonElement statement)
    {
        var conditions = new List<PolicyCondition>();
        if (!statement.TryGetProperty("Condition", out var block))
        {
            return conditions;
        }
        foreach (var operation in Object(block, null).EnumerateObject())
        {
            if (!ConditionOperators.IsKnown(operation.Name))
            {
                throw new MalformedPolicyException($"Invalid Condition type : {operation.Name}.");
            }
            foreach (var key in Object(operation.Value, null).EnumerateObject())
            {
                if (!key.Name.Contains(':', StringComparison.Ordinal))
                {
                    throw new MalformedPolicyException("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
                }
                conditions.Add(new PolicyCondition(operation.Name, key.Name, Elements(key.Value).Select(Scalar).ToList()));
            }
        }
        return conditions;
    }

    private static PatternSet? Patterns(JsonElement statement, string name, string negated)
    {
        var (plain, not) = (Strings(statement, name), Strings(statement, negated));
        return (plain, not) switch
        {
            (null, null) => null,
            (not null, null) => new PatternSet(plain),
            (null, not null) => new PatternSet(not, Negated: true),
            _ => throw new MalformedPolicyException($"Statement must not contain both {name} and {negated}"),
        };
    }

    private static List<string>? Strings(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? Elements(value).Select(Text).ToList() : null;

    private static List<JsonElement> Elements(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];

    private static JsonElement Object(JsonElement json, string[]? allowed)
    {
        bool right = json.ValueKind == JsonValueKind.Object
            && (allowed is null || json.EnumerateObject().All(property => allowed.Contains(property.Name)));
        return right ? json : throw new MalformedPolicyException(Syntax);
    }

    private static string Text(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? json.GetString()! : throw new MalformedPolicyException(Syntax);

    // Condition values may be written as numbers and Booleans too.
    private static string Scalar(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.Number => json.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw new MalformedPolicyException(Syntax),
    };
}
