using TemporalLambda.Cmdlets.Errors;

namespace TemporalLambda.Cmdlets.Verification.Reports;

/// <summary>The files that results are written to as well. They are whole after each worker, so that a run that is ended leaves what it found.</summary>
internal sealed class CheckReports
{
    private readonly IReadOnlyList<(string Path, Func<IReadOnlyList<WorkerResults>, string> Write)> _files;
    private readonly List<WorkerResults> _workers = [];

    private CheckReports(IReadOnlyList<(string Path, Func<IReadOnlyList<WorkerResults>, string> Write)> files) => _files = files;

    /// <summary>Checks the paths before anything is looked at.</summary>
    /// <exception cref="StageException">A file's kind is not known, or its folder is not there.</exception>
    public static CheckReports Open(IEnumerable<string> paths)
    {
        List<(string, Func<IReadOnlyList<WorkerResults>, string>)> files = [];
        foreach (string path in paths)
        {
            if (!Directory.Exists(Path.GetDirectoryName(path)))
            {
                throw CmdletErrors.ReportNotWritten(path, "there is no such folder", null);
            }

            files.Add((path, Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".xml" => JUnitReport.Write,
                ".md" => MarkdownReport.Write,
                _ => throw CmdletErrors.ReportKindUnknown(path),
            }));
        }

        return new(files);
    }

    /// <summary>Adds a worker's results.</summary>
    public async Task AddAsync(string worker, IReadOnlyList<CheckResult> results, CancellationToken cancellationToken)
    {
        _workers.Add(new(worker, results));
        foreach ((string path, Func<IReadOnlyList<WorkerResults>, string> write) in _files)
        {
            try
            {
                await File.WriteAllTextAsync(path, write(_workers), cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw CmdletErrors.ReportNotWritten(path, e.Message, e);
            }
        }
    }
}

/// <summary>What was found of one worker.</summary>
internal sealed record WorkerResults(string Worker, IReadOnlyList<CheckResult> Results);
