// These tests wait for a server far more than they compute.
[assembly: Xunit.v3.Parallelization(MaxThreads = 5)]
