namespace TemporalLambda.DevServer.Tests;

public class ExecutableSearchTests : IDisposable
{
    private const string New = "echo 'temporal version 1.9.1 (Server 1.32.0, UI 2.51.0)'";
    private const string Old = "echo 'temporal version 1.5.0 (Server 1.29.0, UI 2.40.0)'";
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _variables = [];
    private readonly TemporalExecutable _carried = new("/carried", ExecutableSource.Carried, ExecutableVersion.Parse("temporal version 1.9.1")!);

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_parameter_goes_before_all()
    {
        Machine.NeedsShell();
        string given = _folder.Script("given", New);
        _variables["TEMPORAL_CLI_PATH"] = _folder.Script("named", New);
        TemporalExecutable found = await FindAsync(given);
        Assert.Equal((given, ExecutableSource.Parameter, null), (found.Path, found.Source, found.Note));
    }

    [Fact]
    public async Task The_variable_goes_before_PATH()
    {
        Machine.NeedsShell();
        _variables["TEMPORAL_CLI_PATH"] = _folder.Script("named", New);
        _folder.Script("temporal", New);
        _variables["PATH"] = _folder.Path;
        Assert.Equal(ExecutableSource.Environment, (await FindAsync()).Source);
    }

    [Fact]
    public async Task A_recent_one_on_PATH_goes_before_the_carried()
    {
        Machine.NeedsShell();
        string onPath = _folder.Script("temporal", New);
        _variables["PATH"] = $"/nowhere{Path.PathSeparator}{_folder.Path}";
        TemporalExecutable found = await FindAsync();
        Assert.Equal((onPath, ExecutableSource.Path), (found.Path, found.Source));
        Assert.True(found.Version.HasWebUi);
    }

    [Theory]
    [InlineData(Old, "temporal 1.5.0 (Server 1.29.0)")]
    [InlineData("echo something else", "something else")]
    public async Task One_on_PATH_that_can_not_be_used_is_passed_over_with_a_note(string script, string named)
    {
        Machine.NeedsShell();
        _folder.Script("temporal", script);
        _variables["PATH"] = _folder.Path;
        TemporalExecutable found = await FindAsync();
        Assert.Equal(ExecutableSource.Carried, found.Source);
        Assert.StartsWith("Passed over: ", found.Note, StringComparison.Ordinal);
        Assert.Contains(named, found.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_download_comes_last()
    {
        Machine.NeedsShell();
        string downloaded = _folder.Script("downloaded", New);
        ExecutableSearch search = new()
        {
            Variable = _variables.GetValueOrDefault, Carried = _ => Task.FromResult<TemporalExecutable?>(null), Download = _ => Task.FromResult(downloaded),
        };
        Assert.Equal(ExecutableSource.Download, (await search.FindAsync(null, TestContext.Current.CancellationToken)).Source);
    }

    [Fact]
    public async Task A_missing_file_is_refused()
    {
        StageException error = await Assert.ThrowsAsync<StageException>(() => FindAsync(_folder.File("absent")));
        Assert.Equal(("ServerExecutableNotFound", FaultCategory.ObjectNotFound), (error.ErrorId, error.Category));
        Assert.Contains(_folder.File("absent"), error.Message, StringComparison.Ordinal);
        Assert.Contains("-TemporalCliPath", error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_in_the_variable_names_the_variable()
    {
        _variables["TEMPORAL_CLI_PATH"] = _folder.File("absent");
        StageException error = await Assert.ThrowsAsync<StageException>(() => FindAsync());
        Assert.Contains("TEMPORAL_CLI_PATH", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_executable_is_refused()
    {
        string path = _folder.File("plain");
        File.WriteAllText(path, "text");
        StageException error = await Assert.ThrowsAsync<StageException>(() => FindAsync(path));
        Assert.Equal("ServerExecutableNotRunnable", error.ErrorId);
    }

    [Fact]
    public async Task A_named_one_that_is_too_old_is_refused()
    {
        Machine.NeedsShell();
        string path = _folder.Script("old", Old);
        StageException error = await Assert.ThrowsAsync<StageException>(() => FindAsync(path));
        Assert.Equal("ServerExecutableTooOld", error.ErrorId);
        Assert.Contains("1.5.0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_program_is_refused()
    {
        Machine.NeedsShell();
        string path = _folder.Script("other", "echo 'other 3.1'");
        StageException error = await Assert.ThrowsAsync<StageException>(() => FindAsync(path));
        Assert.Equal("ServerExecutableNotTemporal", error.ErrorId);
        Assert.Contains("other 3.1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_ends_the_question()
    {
        Machine.NeedsShell();
        string path = _folder.Script("slow", "exec sleep 60");
        using CancellationTokenSource cancel = new(200);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Search().FindAsync(path, cancel.Token).WaitAsync(TimeSpan.FromSeconds(5)));
    }

    private ExecutableSearch Search() => new()
    {
        Variable = _variables.GetValueOrDefault,
        Carried = _ => Task.FromResult<TemporalExecutable?>(_carried),
        Download = _ => throw new InvalidOperationException("nothing is to be downloaded"),
    };

    private Task<TemporalExecutable> FindAsync(string? cliPath = null) => Search().FindAsync(cliPath, TestContext.Current.CancellationToken);
}
