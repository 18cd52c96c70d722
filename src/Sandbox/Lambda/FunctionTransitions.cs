namespace TemporalLambda.Sandbox.Lambda;

/// <summary>
/// What goes on after a create or update was answered: the package is unpacked, some time passes, then the new state serves. As in AWS
/// the revision changes with the state.
/// </summary>
internal sealed class FunctionTransitions(FunctionStore functions, PackageStore packages, IFunctionInvoker invoker, SandboxOptions options, TimeProvider time)
{
    /// <summary>Leads a function that is Pending or InProgress to its next state, and with it the version that was published at once.</summary>
    public void Start(LambdaFunction function, int? publishedVersion) => _ = CompleteAsync(function, publishedVersion);

    /// <summary>Ends what ran in an old state, then removes packages that nobody needs.</summary>
    public async Task RetireAsync(string functionName, string? version)
    {
        await invoker.RetireAsync(functionName, version);
        packages.RemoveUnused();
    }

    private async Task CompleteAsync(LambdaFunction function, int? publishedVersion)
    {
        string? failure = null;
        try
        {
            await packages.UnpackAsync(function.Latest.Settings.Package);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            failure = e.Message;
        }
        await Task.Delay(options.TransitionTime, time);
        functions.ChangeIfThere(function, current =>
        {
            var latest = Completed(current.Latest, failure);
            var changed = current with { Latest = latest, Serving = failure is null ? latest : current.Serving };
            return publishedVersion is { } number && current.Versions.TryGetValue(number, out var version)
                ? changed with { Versions = current.Versions.SetItem(number, Completed(version, failure)) }
                : changed;
        });
        if (function.Serving.RevisionId != function.Latest.RevisionId)
        {
            await RetireAsync(function.Name, FunctionReference.Latest);
        }
    }

    private static FunctionConfiguration Completed(FunctionConfiguration configuration, string? failure)
    {
        bool wasPending = configuration.State == FunctionConfiguration.Pending;
        return configuration with
        {
            RevisionId = Guid.NewGuid().ToString(),
            State = failure is null ? FunctionConfiguration.Active : wasPending ? FunctionConfiguration.Failed : configuration.State,
            LastUpdateStatus = failure is null ? FunctionConfiguration.Successful : FunctionConfiguration.Failed,
            Reason = failure is null ? null : $"The package could not be unpacked: {failure}",
            ReasonCode = failure is null ? null : "InvalidZipFileException",
        };
    }
}
