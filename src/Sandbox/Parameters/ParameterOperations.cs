using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Parameters;

/// <summary>Puts, gets, describes and deletes parameters.</summary>
internal sealed class ParameterOperations(SandboxOptions options, TimeProvider time)
{
    private const string DefaultKey = "alias/aws/ssm";
    private const string Secure = "SecureString";

    // What Parameter Store keeps in its standard tier, and in the advanced one, in bytes.
    private const int LargestStandard = 4096, LargestAdvanced = 8192;

    private readonly ConcurrentDictionary<string, Parameter> _parameters = new(StringComparer.Ordinal);

    /// <summary>The ARN that policies know a parameter by.</summary>
    public string Arn(string name) => $"arn:aws:ssm:{options.Region}:{options.AccountId}:parameter/{NameOf(name).TrimStart('/')}";

    public JsonObject Put(JsonInput body)
    {
        string name = RequiredName(body), value = body.String("Value") ?? throw Invalid("Value is required.");
        int bytes = System.Text.Encoding.UTF8.GetByteCount(value);
        if (bytes > LargestAdvanced || (bytes > LargestStandard && body.String("Tier") is null or "Standard"))
        {
            throw Invalid(bytes > LargestAdvanced
                ? "Advanced tier parameters support a maximum parameter value of 8192 characters."
                : "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.");
        }
        bool overwrite = body.Flag("Overwrite");
        var tags = body.Objects("Tags")?.ToDictionary(tag => tag.String("Key") ?? "", tag => tag.String("Value") ?? "");
        if (overwrite && tags is not null)
        {
            throw Invalid("Invalid request: tags and overwrite can't be used together.");
        }
        var put = _parameters.AddOrUpdate(
            name,
            _ => new Parameter(name, Arn(name))
            {
                Type = body.String("Type") ?? throw Invalid("A parameter type is required when you create a parameter."),
                Value = value,
                KeyId = KeyOf(body.String("Type"), body),
                Description = body.String("Description"),
                Version = 1,
                LastModified = time.GetUtcNow(),
                Tags = tags ?? [],
            },
            (_, there) => !overwrite
                ? throw new AwsException(400, "ParameterAlreadyExists", "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.")
                : there with
                {
                    Value = value,
                    KeyId = body.Has("KeyId") ? body.String("KeyId") : KeyOf(there.Type, body),
                    Description = body.String("Description") ?? there.Description,
                    Version = there.Version + 1,
                    LastModified = time.GetUtcNow(),
                });
        return new JsonObject { ["Version"] = put.Version, ["Tier"] = "Standard" };
    }

    public JsonObject Get(JsonInput body)
    {
        var found = _parameters.GetValueOrDefault(NameOf(RequiredName(body))) ?? throw NotFound(RequiredName(body));
        bool hidden = found.Type == Secure && !body.Flag("WithDecryption");
        return new JsonObject
        {
            ["Parameter"] = new JsonObject
            {
                ["Name"] = found.Name,
                ["Type"] = found.Type,
                ["Value"] = hidden ? "AQICAHh" + Convert.ToBase64String(Guid.NewGuid().ToByteArray()) : found.Value,
                ["Version"] = found.Version,
                ["LastModifiedDate"] = Seconds(found.LastModified),
                ["ARN"] = found.Arn,
                ["DataType"] = "text",
            },
        };
    }

    /// <summary>By name or by tag, each with one or more values; in one page.</summary>
    public JsonObject Describe(JsonInput body)
    {
        IEnumerable<Parameter> found = _parameters.Values.OrderBy(parameter => parameter.Name, StringComparer.Ordinal);
        foreach (var filter in body.Objects("ParameterFilters") ?? [])
        {
            string key = filter.String("Key") ?? "";
            var values = filter.Strings("Values") ?? [];
            bool prefix = filter.String("Option") is "BeginsWith";
            found = key switch
            {
                "Name" => found.Where(parameter => values.Any(value => prefix ? parameter.Name.StartsWith(value, StringComparison.Ordinal) : parameter.Name == value)),
                _ when key.StartsWith("tag:", StringComparison.Ordinal) =>
                    found.Where(parameter => parameter.Tags.TryGetValue(key[4..], out string? tag) && (values.Count == 0 || values.Contains(tag))),
                _ => throw new AwsException(400, "InvalidFilterKey", $"This sandbox does not filter parameters by {key}."),
            };
        }
        return new JsonObject { ["Parameters"] = JsonAnswer.Array(found.Select(Metadata)) };
    }

    public JsonObject Delete(JsonInput body) =>
        _parameters.TryRemove(RequiredName(body), out _) ? [] : throw NotFound(RequiredName(body));

    /// <summary>The name in what may be an ARN.</summary>
    private static string NameOf(string nameOrArn)
    {
        if (!nameOrArn.StartsWith("arn:", StringComparison.Ordinal))
        {
            return nameOrArn;
        }
        string path = nameOrArn[(nameOrArn.LastIndexOf(":parameter/", StringComparison.Ordinal) + ":parameter".Length)..];
        return path.LastIndexOf('/') == 0 ? path[1..] : path;
    }

    private static string? KeyOf(string? type, JsonInput body) => type == Secure ? body.String("KeyId") ?? DefaultKey : null;

    private static string RequiredName(JsonInput body) => body.String("Name") ?? throw Invalid("Name is required.");

    private static AwsException Invalid(string message) => new(400, "ValidationException", message);

    private static AwsException NotFound(string name) => new(400, "ParameterNotFound", $"Parameter {name} not found.");

    private static double Seconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / 1000.0;

    private static JsonObject Metadata(Parameter parameter) => new()
    {
        ["Name"] = parameter.Name,
        ["ARN"] = parameter.Arn,
        ["Type"] = parameter.Type,
        ["KeyId"] = parameter.KeyId,
        ["Description"] = parameter.Description,
        ["Version"] = parameter.Version,
        ["LastModifiedDate"] = Seconds(parameter.LastModified),
        ["Tier"] = "Standard",
        ["DataType"] = "text",
    };
}
