using System.Text;
using System.Text.RegularExpressions;
using TemporalLambda.Aws.Grants;

namespace TemporalLambda.Aws.Stacks;

/// <summary>
/// A grant that is only written down: the template for an administrator, with the command line that creates its stack as a comment on top.
/// </summary>
public sealed partial record TemplateFile
{
    private const string Mark = "# Made by Grant-TemporalInvoke. An administrator creates the role with this command (AWS CLI 2):";

    private TemplateFile(string path, string command, GrantResult expected) => (Path, Command, Expected) = (path, command, expected);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The command line; it can be run in bash and in PowerShell.</summary>
    public string Command { get; }

    /// <summary>What will be there once the command was run.</summary>
    public GrantResult Expected { get; }

    /// <summary>The step in words; empty where the file is as wanted.</summary>
    public IReadOnlyList<Change> Changes { get; private init; } = [];

    /// <summary>The file's content.</summary>
    public string Text => $"{Mark}\n#\n# {Command}\n#\n{InvokeRoleTemplate.Text}";

    /// <summary>Reads a file of an earlier run, whose External ID stays, and says what it takes.</summary>
    /// <exception cref="StageException">The name is no template's, or another's file is there.</exception>
    public static TemplateFile Plan(string path, string? stackName, WantedGrant wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        FunctionArn function = FunctionArn.Parse(wanted.FunctionArn);
        if (System.IO.Path.GetExtension(path).ToLowerInvariant() is not (".yaml" or ".yml" or ".template")
            || !Directory.Exists(System.IO.Path.GetDirectoryName(path)) || Directory.Exists(path) || path.Contains('\'', StringComparison.Ordinal))
        {
            throw AwsErrors.TemplatePathNotValid(path);
        }

        string? found = File.Exists(path) ? File.ReadAllText(path) : null;
        if (found is not null && !found.StartsWith(Mark, StringComparison.Ordinal))
        {
            throw AwsErrors.TemplateFileExists(path);
        }

        if (wanted.ExternalId is not null)
        {
            ExternalIds.Check(wanted.ExternalId);
        }

        string stack = stackName ?? RoleName.ForInvocation(function.Name).Replace('_', '-');
        StackGrantPlan.CheckName(stack);
        string externalId = wanted.ExternalId ?? (Earlier().Match(found ?? "") is { Success: true } match ? match.Groups["id"].Value : ExternalIds.Generate());
        TemplateFile file = new(path, CommandFor(path, stack, wanted, function, externalId), new GrantResult(StackGrantPlan.RoleArn(wanted, function), externalId));
        return file.Text == found ? file : file with
        {
            Changes = [new Change("WriteTemplate", path, $"Write the template of the invocation role of '{function.Name}', with the command that creates its stack, to '{path}'.")],
        };
    }

    /// <summary>Writes the file.</summary>
    public Task WriteAsync(CancellationToken cancellationToken) => File.WriteAllTextAsync(Path, Text, new UTF8Encoding(false), cancellationToken);

    // Single quotes keep the star from the shell, in bash and in PowerShell.
    private static string CommandFor(string path, string stack, WantedGrant wanted, FunctionArn function, string externalId)
    {
        StringBuilder command = new("aws cloudformation deploy");
        command.Append(" --region ").Append(function.Parts.Region).Append(" --stack-name ").Append(stack)
            .Append(" --template-file ").Append(Quote(System.IO.Path.GetFileName(path)))
            .Append(" --capabilities CAPABILITY_NAMED_IAM --parameter-overrides");
        foreach ((string name, string? value) in StackGrantPlan.Parameters(wanted, function, externalId))
        {
            command.Append(' ').Append(Quote($"{name}={value}"));
        }

        command.Append(" --tags");
        foreach ((string name, string value) in OwnTags.For(function.Name, wanted.DeploymentName, wanted.Namespace).OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            command.Append(' ').Append(Quote($"{name}={value}"));
        }

        return command.ToString();
    }

    // Nothing here can have a quote itself.
    private static string Quote(string text) => $"'{text}'";

    [GeneratedRegex(@"'AssumeRoleExternalId=(?<id>[a-zA-Z0-9_+=,.@-]{5,45})'", RegexOptions.CultureInvariant)]
    private static partial Regex Earlier();
}
