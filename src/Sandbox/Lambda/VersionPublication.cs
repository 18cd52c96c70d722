namespace TemporalLambda.Sandbox.Lambda;

/// <summary>Makes versions out of <c>$LATEST</c>: the same one again where nothing has changed since the last.</summary>
internal static class VersionPublication
{
    /// <summary>Refuses what may not be done while a function is created or updated, or on another revision than the caller knows.</summary>
    public static void RequireReady(LambdaFunction function, string? revisionId)
    {
        var latest = function.Latest;
        if (latest.State != FunctionConfiguration.Active)
        {
            throw LambdaErrors.NotActive(latest.State);
        }
        if (latest.LastUpdateStatus == FunctionConfiguration.InProgress)
        {
            throw LambdaErrors.UpdateInProgress(latest.FunctionArn);
        }
        if (!string.IsNullOrEmpty(revisionId) && revisionId != latest.RevisionId)
        {
            throw LambdaErrors.OtherRevision();
        }
    }

    /// <summary>The function with <c>$LATEST</c> published, and the version's number.</summary>
    /// <param name="function">As it is, with a <c>$LATEST</c> that may be published.</param>
    /// <param name="description">Of the version; null takes that of <c>$LATEST</c>.</param>
    /// <param name="pending">Whether it becomes active only together with <c>$LATEST</c>.</param>
    /// <param name="now">The version's time.</param>
    public static (LambdaFunction Function, int Number) Publish(LambdaFunction function, string? description, bool pending, DateTimeOffset now)
    {
        var latest = function.Latest;
        var last = function.Versions.IsEmpty ? null : function.Versions[function.Versions.Keys.Last()];
        if (last?.PublishedFrom?.IsSameAs(latest.Settings) == true)
        {
            return (function, int.Parse(last.Version, System.Globalization.CultureInfo.InvariantCulture));
        }
        int number = function.LastVersion + 1;
        var version = latest with
        {
            Version = $"{number}",
            Settings = string.IsNullOrEmpty(description) ? latest.Settings : latest.Settings with { Description = description },
            PublishedFrom = latest.Settings,
            RevisionId = Guid.NewGuid().ToString(),
            LastModified = now,
        };
        version = pending ? version.AsPending() : version;
        return (function with { LastVersion = number, Versions = function.Versions.Add(number, version) }, number);
    }

    /// <summary>Refuses to publish what an update could not bring to serve.</summary>
    public static void RequireServing(LambdaFunction function)
    {
        if (function.Latest.LastUpdateStatus == FunctionConfiguration.Failed)
        {
            throw LambdaErrors.Conflict("The operation cannot be performed at this time. The last update of the function failed: "
                + function.Latest.Reason);
        }
    }

    /// <summary>Refuses a hash other than that of <c>$LATEST</c>.</summary>
    public static void RequireCode(LambdaFunction function, string? sha256)
    {
        string current = function.Latest.Settings.Package.Sha256;
        if (!string.IsNullOrEmpty(sha256) && sha256 != current)
        {
            throw LambdaErrors.InvalidParameter($"CodeSHA256 ({sha256}) is different from current CodeSHA256 in $LATEST ({current}). "
                + "Please try again with the CodeSHA256 in $LATEST.");
        }
    }
}
