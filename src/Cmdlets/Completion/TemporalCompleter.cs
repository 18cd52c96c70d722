using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Security;
using TemporalLambda.Cmdlets.Connection;
using TemporalLambda.Temporal;

namespace TemporalLambda.Cmdlets.Completion;

/// <summary>Completes names by asking the server what the cmdlets ask it. A server that does not answer soon completes nothing.</summary>
public abstract class TemporalCompleter : IArgumentCompleter
{
    // Nobody waits longer for the Tab key.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        string typed = (wordToComplete ?? "").Trim('\'', '"');
        try
        {
            ModuleSession session = ModuleSession.Current();
            TemporalOptions options = new BoundParameters(fakeBoundParameters).Over(session.TemporalDefaults, path => Path.GetFullPath(path));
            return Task.Run(async () =>
            {
                using CancellationTokenSource patience = new(Patience);
                DeploymentReader reader = new(await session.OpenTemporalAsync(options, patience.Token));
                IEnumerable<CompletionResult> found = await FindAsync(reader, fakeBoundParameters, patience.Token);
                return found.Where(result => result.ListItemText.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).ToArray();
            }).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is StageException or OperationCanceledException)
        {
            return [];
        }
    }

    /// <summary>What may stand there, whatever was typed so far.</summary>
    private protected abstract Task<IEnumerable<CompletionResult>> FindAsync(DeploymentReader reader, IDictionary bound, CancellationToken cancellationToken);

    /// <summary>A name, in quotes where PowerShell needs them.</summary>
    private protected static CompletionResult Result(string name, string tip)
    {
        bool bare = name.Length > 0 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/');
        return new(bare ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'", name, CompletionResultType.ParameterValue, tip);
    }

    private sealed class BoundParameters(IDictionary bound) : ITemporalParameters
    {
        public string? Address => bound[nameof(Address)] as string;

        public string? Namespace => bound[nameof(Namespace)] as string;

        public SecureString? ApiKey => bound[nameof(ApiKey)] as SecureString;

        public string? TlsCertPath => bound[nameof(TlsCertPath)] as string;

        public string? TlsKeyPath => bound[nameof(TlsKeyPath)] as string;

        public string? TlsCaPath => bound[nameof(TlsCaPath)] as string;

        public string? TlsServerName => bound[nameof(TlsServerName)] as string;

        public string? TemporalProfile => bound[nameof(TemporalProfile)] as string;
    }
}

/// <summary>Completes the names of Worker Deployments.</summary>
public sealed class DeploymentNameCompleter : TemporalCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<CompletionResult>> FindAsync(DeploymentReader reader, IDictionary bound, CancellationToken cancellationToken) =>
        (await reader.DeploymentsAsync(NameFilter.All, cancellationToken)).Select(deployment => Result(
            deployment.DeploymentName, deployment.CurrentBuildId is { } current ? $"{deployment.DeploymentName}, current: {current}" : deployment.DeploymentName));
}

/// <summary>Completes the build ids of the deployment that was given, the newest first.</summary>
public sealed class BuildIdCompleter : TemporalCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<CompletionResult>> FindAsync(DeploymentReader reader, IDictionary bound, CancellationToken cancellationToken) =>
        bound["DeploymentName"] is string { Length: > 0 } name
            ? (await reader.DeploymentsAsync(NameFilter.Only(name), cancellationToken))[0].Versions.Select(version => Result(version.BuildId, $"{version.BuildId}, {version.Status}"))
            : [];
}
