using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Iam;

/// <summary>One request to IAM: its parameters, checked as IAM checks them.</summary>
internal sealed record IamCall(AwsRequest Request, QueryForm Form)
{
    private const string NameCharacters = "+=,.@-_";

    /// <summary>A name of a role, policy or user: at most so many of IAM's characters.</summary>
    public string Name(string parameter, int longest)
    {
        string name = Form.Required(parameter);
        if (name.Length == 0)
        {
            throw QueryForm.Violation(parameter, name, "Member must have length greater than or equal to 1");
        }
        if (name.Length > longest)
        {
            throw QueryForm.Violation(parameter, name, $"Member must have length less than or equal to {longest}");
        }
        string member = char.ToLowerInvariant(parameter[0]) + parameter[1..];
        return name.All(c => char.IsAsciiLetterOrDigit(c) || NameCharacters.Contains(c, StringComparison.Ordinal))
            ? name
            : throw new AwsException(400, "ValidationError", $"The specified value for {member} is invalid. "
                + "It must contain only alphanumeric characters and/or the following: +=,.@_-");
    }

    /// <summary>The name of a role, up to 64 characters.</summary>
    public string RoleName => Name("RoleName", 64);

    /// <summary>The name of an inline or managed policy, up to 128 characters.</summary>
    public string PolicyName => Name("PolicyName", 128);

    /// <summary>A path: / or /something/.</summary>
    public string Path
    {
        get
        {
            string path = Form.Optional("Path") ?? "/";
            bool right = path.Length is > 0 and <= 512 && path[0] == '/' && path[^1] == '/' && path.All(c => c is > ' ' and < '\u007f');
            return right ? path : throw new AwsException(400, "ValidationError",
                "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.");
        }
    }

    /// <summary>At most 50 tags, each key once.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags
    {
        get
        {
            var tags = Form.Pairs("Tags");
            var wrong = tags.FirstOrDefault(tag => tag.Key.Length is 0 or > 128 || tag.Value.Length > 256
                || tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase));
            if (wrong.Key is not null)
            {
                throw new AwsException(400, "InvalidInput", $"The tag '{wrong.Key}' is invalid: a key has 1 to 128 characters and no prefix aws:, a value at most 256.");
            }
            return tags.Select(tag => tag.Key).Distinct(StringComparer.OrdinalIgnoreCase).Count() == tags.Count
                ? tags
                : throw new AwsException(400, "InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }
    }

    /// <summary>One page of a list, in the order of its names, and what continues it.</summary>
    public (IReadOnlyList<T> Page, string? Marker) Page<T>(IEnumerable<T> all, Func<T, string> name)
    {
        int size = Form.Number("MaxItems", 1, 1000) ?? 100;
        string? after = Form.Optional("Marker");
        var rest = all.Where(item => after is null || string.CompareOrdinal(name(item), after) > 0)
            .OrderBy(name, StringComparer.Ordinal).Take(size + 1).ToList();
        return rest.Count > size ? (rest[..size], name(rest[size - 1])) : (rest, null);
    }
}
