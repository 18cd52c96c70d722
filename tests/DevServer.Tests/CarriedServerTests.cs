using System.Diagnostics;
using System.Runtime.Versioning;

namespace TemporalLambda.DevServer.Tests;

public class CarriedServerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Many_at_once_unpack_it_once_and_leave_nothing_else()
    {
        Machine.NeedsLinuxX64();
        string[] paths = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(UnpackAsync)));
        string path = Assert.Single(paths.Distinct());
        Assert.Equal([".unpacking.lock", Path.GetFileName(path)], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
        Assert.StartsWith("temporal version", await VersionQuestion.AskAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task A_damaged_or_unexecutable_cache_file_is_mended_and_a_whole_one_is_kept()
    {
        Machine.NeedsLinuxX64();
        string path = await UnpackAsync();
        DateTime unpacked = File.GetLastWriteTimeUtc(path);
        Assert.Equal(unpacked, File.GetLastWriteTimeUtc(await UnpackAsync()));

        await using (FileStream file = File.OpenWrite(path))
        {
            file.Position = 1000;
            file.WriteByte(0xFF);
        }

        await UnpackAsync();
        Assert.StartsWith("temporal version", await VersionQuestion.AskAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        await UnpackAsync();
        Assert.True(File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute));
    }

    [Theory]
    [InlineData("no brotli at all")]
    [InlineData("")]
    public async Task A_damaged_package_is_an_error_and_leaves_nothing(string content)
    {
        string packed = _folder.File("packed.br");
        File.WriteAllText(packed, content);
        CarriedServer carried = new() { PackedPath = packed, CachePath = _folder.File("cache") };
        StageException error = await Assert.ThrowsAsync<StageException>(() => carried.UnpackAsync(TestContext.Current.CancellationToken));
        Assert.Equal("CarriedServerDamaged", error.ErrorId);
        Assert.Equal([".unpacking.lock"], Directory.GetFiles(_folder.File("cache")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_cache_folder_that_can_not_be_made_is_an_error()
    {
        File.WriteAllText(_folder.File("file"), "");
        CarriedServer carried = new() { CachePath = Path.Combine(_folder.File("file"), "cache") };
        StageException error = await Assert.ThrowsAsync<StageException>(() => carried.UnpackAsync(TestContext.Current.CancellationToken));
        Assert.Equal("ServerCacheNotWritable", error.ErrorId);
        Assert.Contains("XDG_CACHE_HOME", error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_ends_the_unpacking_and_leaves_nothing()
    {
        Machine.NeedsLinuxX64();
        using CancellationTokenSource cancel = new(100);
        long started = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new CarriedServer { CachePath = _folder.Path }.UnpackAsync(cancel.Token));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(1.1));
        Assert.Equal([".unpacking.lock"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("/xdg", "/home/me", "/xdg/temporal-lambda")]
    [InlineData("relative", "/home/me", "/home/me/.cache/temporal-lambda")]
    [InlineData(null, "/home/me", "/home/me/.cache/temporal-lambda")]
    public void The_cache_follows_the_XDG_specification(string? xdg, string home, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "XDG folders are Linux's.");
        Dictionary<string, string?> variables = new() { ["XDG_CACHE_HOME"] = xdg, ["HOME"] = home };
        Assert.Equal(expected, CacheFolder.Path(variables.GetValueOrDefault));
    }

    private Task<string> UnpackAsync() => new CarriedServer { CachePath = _folder.Path }.UnpackAsync(TestContext.Current.CancellationToken);
}
