using System.Diagnostics;
using System.Management.Automation;
using TemporalLambda.Cmdlets.Pipeline;

namespace TemporalLambda.CmdletBase.Tests.Pipeline;

public class AsyncCmdletTests
{
    [Fact]
    public void Output_from_another_thread_reaches_the_pipeline_in_order()
    {
        using PowerShell shell = CmdletEngine.Create("Get-Many -Count 1000", ("Get-Many", typeof(GetManyCommand)));
        Assert.Equal(Enumerable.Range(0, 1000), shell.Invoke<int>());
    }

    [Fact]
    public void Verbose_warning_progress_and_information_reach_their_streams()
    {
        using PowerShell shell = CmdletEngine.Create("Write-All -Verbose", ("Write-All", typeof(WriteAllCommand)));
        shell.Invoke();
        Assert.Contains("verbose", shell.Streams.Verbose.Select(v => v.Message));
        Assert.Equal("warning", Assert.Single(shell.Streams.Warning).Message);
        Assert.Equal("information", Assert.Single(shell.Streams.Information).MessageData);
        Assert.Equal([ProgressRecordType.Processing, ProgressRecordType.Completed], shell.Streams.Progress.Select(p => p.RecordType));
    }

    [Fact]
    public void A_failure_of_one_input_is_its_error_and_the_next_input_goes_on()
    {
        using PowerShell shell = CmdletEngine.Create("1, 2, 3 | Skip-Two", ("Skip-Two", typeof(SkipTwoCommand)));
        Assert.Equal([1, 3], shell.Invoke<int>());
        ErrorRecord error = Assert.Single(shell.Streams.Error);
        Assert.Equal("TwoRefused", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Equal("Give another number.", error.ErrorDetails.RecommendedAction);
        Assert.Equal(2, error.TargetObject);
    }

    [Fact]
    public void A_failure_before_the_first_input_ends_the_command()
    {
        using PowerShell shell = CmdletEngine.Create("1, 2 | Fail-Early", ("Fail-Early", typeof(FailEarlyCommand)));
        Assert.Empty(shell.Invoke());
        Assert.Equal("TwoRefused", Assert.Single(shell.Streams.Error).FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void A_failure_that_nobody_foresaw_still_has_an_id_and_a_way_out()
    {
        using PowerShell shell = CmdletEngine.Create("Fail-Oddly", ("Fail-Oddly", typeof(FailOddlyCommand)));
        shell.Invoke();
        ErrorRecord error = Assert.Single(shell.Streams.Error);
        Assert.Equal("UnexpectedFailure", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task Ctrl_C_cancels_the_work_and_waits_until_it_has_ended()
    {
        WaitForeverCommand.Ended = false;
        WaitForeverCommand.Started.Reset();
        using PowerShell shell = CmdletEngine.Create("Wait-Forever", ("Wait-Forever", typeof(WaitForeverCommand)));
        Task run = shell.InvokeAsync();
        Assert.True(WaitForeverCommand.Started.Wait(TimeSpan.FromSeconds(20)));
        var clock = Stopwatch.StartNew();
        shell.Stop();
        await Assert.ThrowsAnyAsync<PipelineStoppedException>(() => run);
        Assert.True(WaitForeverCommand.Ended);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), clock.Elapsed.ToString());
    }

    [Fact]
    public void A_later_command_that_wants_no_more_ends_the_work()
    {
        GetManyCommand.Ended = false;
        using PowerShell shell = CmdletEngine.Create("foreach ($i in Get-Many -Count 10 | Where-Object { $_ -eq 3 -or $(throw 'enough') }) { $i }", ("Get-Many", typeof(GetManyCommand)));
        Assert.ThrowsAny<RuntimeException>(() => shell.Invoke());
        Assert.True(GetManyCommand.Ended);
    }

    [Fact]
    public void WhatIf_prints_a_line_for_each_change_and_does_none()
    {
        using PowerShell shell = CmdletEngine.Create("Set-Things -WhatIf", ("Set-Things", typeof(SetThingsCommand)));
        Assert.False(Assert.Single(shell.Invoke<bool>()));
    }

    [Fact]
    public void An_empty_plan_asks_nothing_and_is_done()
    {
        using PowerShell shell = CmdletEngine.Create("Set-Things -None -Confirm", ("Set-Things", typeof(SetThingsCommand)));
        Assert.True(Assert.Single(shell.Invoke<bool>()));
    }

    [Cmdlet(VerbsCommon.Get, "Many")]
    public sealed class GetManyCommand : AsyncCmdlet
    {
        public static bool Ended { get; set; }

        [Parameter]
        public int Count { get; set; }

        protected override async Task ProcessAsync(CancellationToken cancellationToken)
        {
            try
            {
                for (int i = 0; i < Count; i++)
                {
                    Pipeline.Write(i);
                    await Task.Yield();
                }

                if (Count < 1000)
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }
            }
            finally
            {
                Ended = true;
            }
        }
    }

    [Cmdlet(VerbsCommunications.Write, "All")]
    public sealed class WriteAllCommand : AsyncCmdlet
    {
        protected override async Task ProcessAsync(CancellationToken cancellationToken)
        {
            await Task.Yield();
            Pipeline.Verbose("verbose");
            Pipeline.Warning("warning");
            Pipeline.Information("information");
            Pipeline.Progress(new StageProgress("work", "half", 50));
            Pipeline.Progress(new StageProgress("work", "", Completed: true));
        }
    }

    [Cmdlet(VerbsCommon.Skip, "Two")]
    public sealed class SkipTwoCommand : AsyncCmdlet
    {
        [Parameter(ValueFromPipeline = true)]
        public int Number { get; set; }

        protected override async Task ProcessAsync(CancellationToken cancellationToken)
        {
            await Task.Yield();
            Pipeline.Write(Number == 2 ? throw TwoRefused() : Number);
        }
    }

    [Cmdlet("Fail", "Early")]
    public sealed class FailEarlyCommand : AsyncCmdlet
    {
        [Parameter(ValueFromPipeline = true)]
        public int Number { get; set; }

        protected override Task BeginAsync(CancellationToken cancellationToken) => throw TwoRefused();
    }

    [Cmdlet("Fail", "Oddly")]
    public sealed class FailOddlyCommand : AsyncCmdlet
    {
        protected override Task ProcessAsync(CancellationToken cancellationToken) => throw new FormatException("odd");
    }

    [Cmdlet(VerbsLifecycle.Wait, "Forever")]
    public sealed class WaitForeverCommand : AsyncCmdlet
    {
        public static bool Ended { get; set; }

        public static ManualResetEventSlim Started { get; } = new();

        protected override async Task ProcessAsync(CancellationToken cancellationToken)
        {
            Started.Set();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                Ended = true;
            }
        }
    }

    [Cmdlet(VerbsCommon.Set, "Things", SupportsShouldProcess = true)]
    public sealed class SetThingsCommand : AsyncCmdlet
    {
        [Parameter]
        public SwitchParameter None { get; set; }

        protected override async Task ProcessAsync(CancellationToken cancellationToken)
        {
            Change[] changes = None ? [] : [new("Set", "one", "Set one."), new("Set", "two", "Set two.")];
            Pipeline.Write(await ConfirmAsync(changes, "things", cancellationToken));
        }
    }

    private static StageException TwoRefused() => new("TwoRefused", FaultCategory.InvalidArgument, "Two is refused.", "Give another number.", 2);
}
